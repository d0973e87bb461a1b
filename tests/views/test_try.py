import time

from tests.fingerprint import changed, fingerprint


def test_w(world, sign_in):
    from tests.world import by_noun

    t = time.time()
    a = fingerprint(world.app)
    print("fp", time.time() - t)
    for n, r in by_noun().items():
        print(
            n,
            len(world.ids(r)),
            len(world.ids(r, "lingxi_clerk")),
            len(world.ids(r, "lingxi_admin")),
            len(world.foreign(r, "lingxi_clerk")),
        )
    t = time.time()
    c = sign_in("lingxi_clerk")
    print("signin", time.time() - t)
    t = time.time()
    for i in range(20):
        x = c.get("/console/hall/staff/list/")
    print(x.status_code, len(x.data), (time.time() - t) / 20)
    assert changed(a, fingerprint(world.app)) == []
