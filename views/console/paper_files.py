"""样表与空白表: the pages on which a paper of the library, or a draft's material, gets its files, and where staff fetch them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField

from appcore.access import audit
from appcore.access.files.receiving import Received
from appcore.catalogue import paper_files
from appcore.catalogue.editions import EDITABLE
from appcore.catalogue.paper_files import WHICH
from appcore.errors import Conflict
from models.edition_parts import PARTS
from models.material_library import StandardMaterial
from models.vocabulary import FILE_STATE
from views import serving
from views.console import uploading
from views.console.finding import row_by_id_or_404, row_or_404
from views.console.saving import refused
from views.words import _, bytes_words

Keep = Callable[[str, Received, bool], None]
REMOVE = "remove_"
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


class PaperForm(FlaskForm):
    which = SelectField(
        lazy_gettext("种类"), choices=[(slug, lazy_gettext(label)) for slug, label in WHICH.items()],
        description=lazy_gettext("同一种类只有一份，再上传会替换原来的。"),
    )  # fmt: skip
    file = uploading.file_field(lazy_gettext("文件"))
    public = BooleanField(lazy_gettext("放到公开的办事指南上"), default=True)
    looked_through = BooleanField(lazy_gettext("图片或扫描件：已人工核对，里面没有真实的个人信息"))


class PaperFiles(BaseView):
    """Those of the material library, by the code of the paper."""

    route_base = "/catalogue/papers"
    class_permission_name = "console:standard_material"
    default_view = "files"
    method_permission_name = {"files": "upload", "fetch": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<code>/files", methods=["GET", "POST"])
    @has_access
    @permission_name("upload")
    def files(self, code: str) -> Any:
        row = _paper_or_404(code)
        back = url_for("StandardMaterialPage.show", pk=row.id)

        def keep(which: str, file: Received, public: bool) -> None:
            paper_files.keep_for_paper(code, which, file, public=public)

        return _page(
            row,
            back,
            "PaperFiles.fetch",
            {"code": code},
            keep,
            lambda which: paper_files.remove_from_paper(code, which),
        )

    @expose("/<code>/files/<which>")
    @has_access
    @permission_name("show")
    def fetch(self, code: str, which: str) -> Any:
        return _given(_paper_or_404(code), which, code)


class MaterialFiles(BaseView):
    """Those of a material of a draft; of a frozen edition they are only fetched."""

    route_base = "/catalogue/materials"
    class_permission_name = "console:material"
    default_view = "files"
    method_permission_name = {"files": "upload", "fetch": "show"}  # noqa: RUF012 - read by Flask-AppBuilder

    @expose("/<pk>/files", methods=["GET", "POST"])
    @has_access
    @permission_name("upload")
    def files(self, pk: str) -> Any:
        row = row_by_id_or_404(PARTS["material"], "material", pk)
        if row.edition.state not in EDITABLE:
            abort(404)
        part_id, back = int(row.id), url_for("MaterialPage.show", pk=row.id)

        def keep(which: str, file: Received, public: bool) -> None:
            paper_files.keep_for_draft(part_id, which, file, public=public)

        return _page(
            row,
            back,
            "MaterialFiles.fetch",
            {"pk": pk},
            keep,
            lambda which: paper_files.remove_from_draft(part_id, which),
        )

    @expose("/<pk>/files/<which>")
    @has_access
    @permission_name("show")
    def fetch(self, pk: str, which: str) -> Any:
        return _given(row_by_id_or_404(PARTS["material"], "material", pk), which, pk)


def _paper_or_404(code: str) -> StandardMaterial:
    if not CODE.fullmatch(code):
        abort(404)
    row: StandardMaterial = row_or_404(StandardMaterial, "standard_material", code, StandardMaterial.code == code)
    return row


def _given(row: Any, which: str, key: str) -> Any:
    file = next((one for one in paper_files.of_row(row) if one.which == which), None) or abort(404)
    if file.state != "kept":
        raise Conflict("这个附件还没有通过查毒，暂时不能下载")
    audit.note("downloaded", row.__tablename__, key, changes={"which": WHICH[which], "sha256": file.sha256})
    return serving.hand_out(file.sha256, name=file.name, media_type=file.media_type)


def _page(row: Any, back: str, fetch: str, key: dict[str, Any], keep: Keep, remove: Callable[[str], None]) -> Any:
    title, here = row.name or _("材料"), paper_files.of_row(row)
    form, status = PaperForm(), 200
    act = request.form.get("act", "") if request.method == "POST" else ""
    if act.startswith(REMOVE) and act.removeprefix(REMOVE) in WHICH:
        remove(act.removeprefix(REMOVE))
        flash(_("已移除"), "success")
        return redirect(request.path)
    if form.validate_on_submit():
        status = _kept(form, keep) or 0
        if not status:
            flash(_("已上传"), "success")
            return redirect(request.path)
    page = render_template(
        "console/catalogue/paper_files.html", form=form, title=_("样表与空白表"), name=title, back=back, which=WHICH,
        files={one.which: one for one in here}, urls={one: url_for(fetch, which=one, **key) for one in WHICH},
        bytes_words=bytes_words, states=FILE_STATE,
    )  # fmt: skip
    return page, 422 if form.errors and status == 200 else status


def _kept(form: PaperForm, keep: Keep) -> int | None:
    """None when the file is the paper's; else the status, and the form says why."""
    files = uploading.chosen(form.file)
    if not files:
        form.file.errors = [_("请选择要上传的文件")]
        return 422
    which, public, looked = form.which.data, bool(form.public.data), bool(form.looked_through.data)
    received = uploading.received(form.file, files[:1], sealed=False)
    if not received:
        return 422

    def write() -> None:
        if public:
            paper_files.require_publishable(received[0], looked_through=looked)
        keep(which, received[0], public)

    return refused(form, write)
