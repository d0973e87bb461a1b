"""R06, R78: blank forms and samples: brought by the editor, fetched by staff, public beside the guide, never with personal data."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from stdnum import luhn
from stdnum.cn import ric

from appcore.access.files import kinds, personal
from appcore.catalogue import editions
from models.db import db
from models.edition_parts import PARTS
from models.file import StoredFile
from models.material_library import StandardMaterial
from seeds import samples
from tests import hostile, page
from tests.world import World

Enter = Callable[[str], FlaskClient]
BODY = "33032719900101001"
REAL = BODY + str(ric.calc_check_digit(BODY + "0"))
CARD = "622848000000000" + luhn.calc_check_digit("622848000000000")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"身份证号：{REAL}，", ["身份证号"]), (f"{REAL[:6]} {REAL[6:14]} {REAL[14:]}", ["身份证号"]), ("330327900101001", ["身份证号"]),
        ("电话１３９５７７００００１", ["手机号"]), ("139-5770-0001", ["手机号"]), (CARD, ["银行卡号"]), (f"{REAL} 13957700001", ["身份证号", "手机号"]),
        (samples.id_number(date(1990, 1, 1), 7), []), (f"{BODY}X1", []), ("0577-12345678", []), ("20261123093000001", []),
        ("办件编号330327000202611230001", []), ("6228480000000000", []), ("统一社会信用代码91330327MA2XXXXX0X", []),
    ],
)  # fmt: skip
def test_r78_a_number_that_names_a_person_is_found_and_others_are_not(text: str, what: list[str]) -> None:
    found = list(personal.numbers_in(text, TODAY))

    assert [kind for kind, _shown in found] == what
    assert all(REAL not in shown and "3957700001" not in shown for _kind, shown in found)


@pytest.mark.parametrize(
    ("ending", "content", "place"),
    [
        ("docx", hostile.document("说明", f"号码{REAL}"), "第2段"),
        ("xlsx", hostile.workbook((("姓名", "号码"), ("样例", REAL))), "工作表“Sheet”B2"),
        ("pdf", hostile.pdf(3, text=REAL), "第3页"),
        ("ofd", hostile.package({"OFD.xml": b"<a/>", "Pages/0/Content.xml":
                 f'<o:P xmlns:o="x"><o:TextCode>{REAL}</o:TextCode></o:P>'.encode()}), "第1页"),
    ],
)  # fmt: skip
def test_r78_the_place_of_a_finding_is_named(ending: str, content: bytes, place: str, tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(content)

    looked = personal.look(path, kinds.KINDS[ending], today=TODAY, most_pages=500)

    assert [(one.place, one.what) for one in looked.findings] == [(place, "身份证号")]
    assert REAL not in str(looked.findings[0])


@pytest.fixture(scope="module")
def published(county: World) -> tuple[str, str, str]:
    """A paper of the library, and item and key of a material in force that refers to it and has no file of its own."""
    with county.acting():
        code = db.session.scalars(select(StandardMaterial.code).order_by(StandardMaterial.id)).all()[-1]
        material = PARTS["material"]
        part = db.session.scalars(
            select(material)
            .where(material.edition_id == county.draft_id, material.necessity == "required")
            .order_by(material.id)
        ).first()
        assert part is not None
        part_id, key, version = part.id, part.key, part.version
    with county.acting("county_editor"):
        editions.save_part("material", part_id, {"paper": code}, version=version)
    publish(county)
    return code, county.draft_item, key


@pytest.fixture
def paper(published: tuple[str, str, str]) -> str:
    return published[0]


def send(client: FlaskClient, where: str, name: str, content: bytes, **fields: str) -> Any:
    data = {
        "which": "sample",
        "file": (io.BytesIO(content), name),
        **({"public": "y"} if "public" not in fields else {}),
        **fields,
    }
    return client.post(where, data={key: value for key, value in data.items() if value != ""})


def test_r78_a_sample_with_personal_data_is_not_published_and_the_place_is_named(
    county: World, enter: Enter, paper: str
) -> None:
    client, where = enter("county_editor"), f"/console/catalogue/papers/{paper}/files"

    bad = send(client, where, "样表.docx", hostile.document("一", f"{REAL}"))
    scan = send(client, where, "样表.jpg", hostile.picture())
    inside = send(client, where, "内部.docx", hostile.document(REAL), public="")

    assert (bad.status_code, scan.status_code, inside.status_code) == (422, 422, 302)
    assert "文件里有个人信息，不能公开。第2段：身份证号 33" in bad.text
    assert REAL not in bad.text
    assert "勾选此项再上传" in scan.text
    with county.acting():
        assert [
            row.is_public for row in db.session.scalars(select(StoredFile).where(StoredFile.name == "内部.docx"))
        ] == [False]


def test_a_form_of_the_library_stands_beside_every_guide_and_is_fetched_without_a_cookie(
    county: World, enter: Enter, published: tuple[str, str, str]
) -> None:
    paper, item, key = published
    content = hostile.document("申请人", f"样例{samples.id_number(date(1990, 1, 1), 7)}")
    sent = send(enter("county_editor"), f"/console/catalogue/papers/{paper}/files", "样表.docx", content)
    visitor, where = county.app.test_client(), f"/items/{item}/papers/{key}/sample"

    guide = page.get(visitor, f"/items/{item}?town=330327100000")
    answer = visitor.get(where)
    again = visitor.get(where, headers={"If-None-Match": answer.headers["ETag"]})
    staff = enter("lingxi_leader").get(f"/console/catalogue/papers/{paper}/files/sample")

    assert sent.status_code == 302
    assert where in guide.text
    assert answer.data == staff.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert again.status_code == 304
    assert [
        visitor.get(f"/items/{item}/papers/{one}").status_code
        for one in (f"{key}/blank_form2", "nosuch/sample", f"{key}/x")
    ] == [404] * 3


def test_a_file_for_staff_is_not_public_and_a_removed_one_is_gone(
    county: World, enter: Enter, published: tuple[str, str, str]
) -> None:
    editor, (paper, item, key) = enter("county_editor"), published
    where = f"/console/catalogue/papers/{paper}/files"
    public = f"/items/{item}/papers/{key}/sample"

    send(editor, where, "内部.pdf", hostile.pdf(14), public="")
    hidden = county.app.test_client().get(public).status_code
    kept = editor.get(f"{where}/sample")
    removed = editor.post(where, data={"act": "remove_sample"})

    assert (hidden, kept.status_code, removed.status_code) == (404, 200, 302)
    assert kept.headers["Content-Type"] == "application/pdf"
    assert editor.get(f"{where}/sample").status_code == 404
    assert enter("civil_editor").post(where, data={}).status_code == 403


def test_a_drafts_own_file_becomes_public_with_its_edition(world: World, sign_in: Any) -> None:
    with world.acting():
        part = db.session.scalar(select(PARTS["material"]).where(PARTS["material"].edition_id == world.draft_id))
        assert part is not None
        part_id, key = part.id, part.key
    where = f"/console/catalogue/materials/{part_id}/files"
    visitor, public = world.app.test_client(), f"/items/{world.draft_item}/papers/{key}/sample"

    sent = send(sign_in("county_editor"), where, "样例.pdf", hostile.pdf(1, text="sample"))
    before = visitor.get(public).status_code
    publish(world)
    after = visitor.get(public)

    assert (sent.status_code, before, after.status_code) == (302, 404, 200)
    assert after.headers["Content-Type"] == "application/pdf"
    assert sign_in("county_editor").get(where).status_code == 404, "frozen"


def publish(world: World) -> None:
    with world.acting("county_editor"):
        editions.submit(world.draft_id)
    with world.acting("county_reviewer"):
        editions.approve(world.draft_id)
        editions.publish(world.draft_id)
