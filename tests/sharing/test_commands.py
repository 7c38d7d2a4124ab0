"""import_chain, export_chain, load_demo, make_chain: what they do, say, and refuse."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Goal, Link
from goalchain.goals.offences import offences
from goalchain.goals.trace import trace
from goalchain.products.access import Role
from goalchain.products.models import Membership, Product
from goalchain.sharing.sheet.export import export_sheet
from sprints.models import Sprint, SprintGoal
from tests.factories import make_goal, make_product, make_user, product_owner

from .sixty import BAD, sixty_goals

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, str]:
    """What a command writes to standard output and standard error."""
    out, err = io.StringIO(newline=""), io.StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet to a file and give its path."""

    def write(text: str) -> str:
        path = tmp_path / "goals.csv"
        path.write_bytes(text.encode())
        return str(path)

    return write


# -- import_chain, export_chain ----------------------------------------------------------------------------------------


def test_import_names_bad_rows_and_then_writes_the_corrected_file(sheet, tmp_path):
    product = make_product(key="BIKE")
    owner = product_owner(product).email
    err = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_chain", sheet(sixty_goals(owner, bad=True)), "--product", "BIKE", stderr=err)
    assert f"{BAD[0]}: “team” is no level" in err.getvalue()
    assert f"{BAD[1]}: The parent “nowhere” is neither in the file" in err.getvalue()
    assert "2 rows are refused." in err.getvalue()
    assert not Goal.objects.exists()

    out, _ = run("import_chain", sheet(sixty_goals(owner)), "--product", "BIKE")
    assert "goal 0 is BIKE-60" in out and "teams made: Team 2, Team 1, Team 0" in out
    assert out.endswith("60 made, 0 changed, 0 unchanged.\n")

    exported = tmp_path / "export.csv"
    run("export_chain", "BIKE", str(exported))
    assert exported.read_bytes().decode() == export_sheet(product) == run("export_chain", "BIKE")[0]
    revision = Product.objects.get(key="BIKE").revision
    out, _ = run("import_chain", str(exported), "--product", "BIKE")
    assert out == "0 made, 0 changed, 60 unchanged.\n"
    assert Product.objects.get(key="BIKE").revision == revision


def test_more_than_a_hundred_bad_rows_are_counted(sheet):
    make_product(key="BIKE")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_chain", sheet("level,title\n" + "team,X\n" * 130), "--product", "BIKE", stderr=err)
    assert err.getvalue().count("line ") == 100
    assert "and 30 more bad rows" in err.getvalue() and "130 rows are refused." in err.getvalue()


def test_a_dry_run_writes_nothing(sheet):
    make_user("po@example.com")
    out, _ = run("import_chain", sheet("level,title\nuser,X\n"), "--product", "NEW", "--name", "New", "--dry-run")
    assert "Nothing was written; it would be: 1 made" in out
    assert not Product.objects.filter(key="NEW").exists()


def test_a_changed_goal_and_a_note_are_told(sheet):
    product = make_product(key="BIKE")
    make_goal(product, "sprint", title="Old")
    rows = "key,title,team,sprint\nBIKE-1,New,Web,\n"
    out, _ = run("import_chain", sheet(rows), "--product", "BIKE")
    assert "BIKE-1: title\n" in out and "line 2: The goal keeps no team Web" in out


def test_a_new_product_belongs_to_the_people_of_the_file(sheet):
    first, second = make_user("po@example.com"), make_user("dev@example.com")
    make_user("stranger@example.com")
    rows = "key,level,title,owner\na,vision,V,PO@example.com\nb,user,U,dev@example.com\nc,user,U,\n"
    run("import_chain", sheet(rows), "--product", "NEW", "--name", "New product")
    product = Product.objects.get(key="NEW")
    assert product.name == "New product"
    roles = dict(product.memberships.values_list("user_id", "role"))
    assert roles == {first.pk: Role.OWNER, second.pk: Role.DEVELOPER}
    assert offences(product) == []


@pytest.mark.parametrize("emails", [["only@example.com"], ["a@example.com", "owner@example.com"]])
def test_without_named_people_a_new_product_belongs_to_the_only_person_or_the_demo_owner(sheet, emails):
    for email in emails:
        make_user(email)
    run("import_chain", sheet("level,title\nuser,X\n"), "--product", "NEW", "--name", "New")
    assert product_owner(Product.objects.get(key="NEW")).email == emails[-1]


def test_a_superuser_comes_first(sheet):
    make_user("owner@example.com")
    boss = make_user("boss@example.com", is_superuser=True)
    run("import_chain", sheet("level,title\nuser,X\n"), "--product", "NEW", "--name", "New")
    assert product_owner(Product.objects.get(key="NEW")) == boss


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--product", "NONE"], "There is no product NONE. Give --name to make it."),
        (["--product", "none", "--name", "N"], "“none” is no key. A key is 2 to 10 capital letters"),
        (["--product", "NONE", "--name", "N"], "Nobody here could own NONE. Make an account first"),
    ],
)
def test_a_product_that_cannot_be_made(sheet, words, told):
    with pytest.raises(CommandError, match=told.replace("(", r"\(")):
        run("import_chain", sheet("level,title\nuser,X\n"), *words)


def test_a_deleted_product_is_left_alone(sheet):
    product = make_product(key="BIKE")
    product.delete_for_all(by=product_owner(product))
    with pytest.raises(CommandError, match="BIKE was deleted"):
        run("import_chain", sheet("level,title\nuser,X\n"), "--product", "BIKE")
    with pytest.raises(CommandError, match="There is no product BIKE"):
        run("export_chain", "BIKE")


def test_files_that_cannot_be_read_or_written(sheet, tmp_path):
    make_product(key="BIKE")
    with pytest.raises(CommandError, match="missing.csv: No such file"):
        run("import_chain", str(tmp_path / "missing.csv"), "--product", "BIKE")
    with pytest.raises(CommandError, match="goals.csv: The file is empty"):
        run("import_chain", sheet(""), "--product", "BIKE")
    with pytest.raises(CommandError, match="Is a directory"):
        run("export_chain", "BIKE", str(tmp_path))


# -- load_demo ---------------------------------------------------------------------------------------------------------


def test_the_demo_is_whole_and_stays_as_it_is(monkeypatch):
    monkeypatch.setenv("GOALCHAIN_DEMO_PASSWORD", "demo password 1")
    out, _ = run("load_demo")
    assert "BIKE Bike Service App: made" in out and "EAT Healthy Eating App: made" in out
    for product in Product.objects.all():
        assert offences(product) == []
        assert chain_as_of(product, revision=product.revision) == chain_now(product)
        assert sorted(product.memberships.values_list("role", flat=True)) == sorted(Role.values)
        assert product.events.values("actor").distinct().count() >= 3
    before = {product.key: chain_now(product) for product in Product.objects.all()}

    out, _ = run("load_demo")
    assert "was there already and is unchanged" in out
    assert {product.key: chain_now(product) for product in Product.objects.all()} == before
    assert User.objects.count() == 5 and Membership.objects.count() == 10
    assert User.objects.get(email="coach@example.com").check_password("demo password 1")


def test_the_demo_shows_the_line_from_service_booking_to_the_vision(monkeypatch):
    run("load_demo")
    product = Product.objects.get(key="BIKE")
    goal = Goal.objects.get(product=product, title="Service booking works")
    lines = trace(goal, product.memberships.get(role="owner").access).lines()
    [line] = [line for line in lines if line[1].level_name == "user"]
    assert [station.level_name for station in line] == ["vision", "user", "product", "release", "sprint"]
    assert all(station.rationale for station in line[1:])
    assert not any(station.gap for station in line)


def test_the_demo_has_what_people_look_for(monkeypatch):
    run("load_demo")
    today = timezone.localdate()
    for key in ("BIKE", "EAT"):
        goals = SprintGoal.objects.filter(product__key=key)
        current = goals.filter(sprint__starts_on__lte=today, sprint__ends_on__gte=today - timedelta(days=2))
        assert current.filter(state="active").exists()
        coming = Sprint.objects.filter(product__key=key, starts_on__gt=today).order_by("starts_on")
        assert coming.filter(sprint_goals=None).exists() and coming[0].sprint_goals.exclude(state="draft").count() == 0
        closed = set(goals.filter(state="closed").values_list("outcome", flat=True))
        assert {"achieved", "partly", "abandoned"} <= closed
        assert Goal.objects.filter(product__key=key, level__gt=1, up_links=None).exists()
    late = Goal.objects.filter(product__key="BIKE", level_name="release", ends_on__lt=today)
    assert late.open().exists()
    assert not Goal.objects.filter(product__key="EAT", level_name="release").exists()


def test_without_a_given_password_one_is_made_and_told_once(monkeypatch):
    monkeypatch.delenv("GOALCHAIN_DEMO_PASSWORD", raising=False)
    out, _ = run("load_demo")
    password = out.strip().rsplit(" ", 1)[-1]
    assert User.objects.get(email="viewer@example.com").check_password(password)
    out, _ = run("load_demo")
    assert "They keep the passwords that they had." in out
    assert User.objects.get(email="viewer@example.com").check_password(password)


def test_the_demo_does_not_enter_a_product_of_others():
    make_product(key="BIKE")
    with pytest.raises(CommandError, match="BIKE is a product of somebody else"):
        run("load_demo")
    assert not User.objects.filter(email="owner@example.com").exists()


# -- make_chain --------------------------------------------------------------------------------------------------------


def test_a_synthetic_chain_is_sound_varied_and_the_same_for_a_seed():
    out, _ = run("make_chain", "--product", "LOAD", "--goals", "600", "--seed", "7")
    assert out.startswith("LOAD: 600 goals and ")
    product = Product.objects.get(key="LOAD")
    assert offences(product) == []
    goals = Goal.objects.filter(product=product)
    assert goals.count() == 600
    assert set(goals.values_list("level", flat=True)) == {1, 2, 3, 4, 5}
    assert set(goals.values_list("state", flat=True)) == {"draft", "agreed", "active", "closed"}
    assert goals.exclude(archived_at=None).exists() and goals.filter(level__gt=1, up_links=None).exists()
    links = Link.objects.filter(product=product).count()
    children = goals.exclude(up_links=None).distinct().count()
    assert 0.05 < (links - children) / children < 0.15
    run("make_chain", "--product", "SAME", "--goals", "600", "--seed", "7")
    run("make_chain", "--product", "OTHER", "--goals", "600", "--seed", "8")
    same, other = (export_sheet(Product.objects.get(key=key)).replace(key, "LOAD") for key in ("SAME", "OTHER"))
    assert export_sheet(product) == same != other


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_small_chains_have_as_many_goals_as_asked_for(count):
    run("make_chain", "--product", "LOAD", "--goals", str(count))
    product = Product.objects.get(key="LOAD")
    assert Goal.objects.filter(product=product).count() == count
    assert offences(product) == []


def test_a_chain_can_be_added_to_a_product_that_has_one():
    product = make_product(key="LOAD")
    vision = make_goal(product, "vision")
    run("make_chain", "--product", "LOAD", "--goals", "60")
    run("make_chain", "--product", "LOAD", "--goals", "60")
    assert Goal.objects.filter(product=product, level=1).get().pk == vision.pk
    assert Goal.objects.filter(product=product).count() == 121
    assert offences(Product.objects.get(key="LOAD")) == []


@pytest.mark.parametrize(
    ("words", "told"), [(["LOAD", "0"], "0 goals cannot be made"), (["load", "5"], "“load” is no key")]
)
def test_a_synthetic_chain_that_cannot_be_made(words, told):
    with pytest.raises(CommandError, match=told):
        run("make_chain", "--product", words[0], "--goals", words[1])


def test_the_demo_gives_a_password_to_the_owner_that_a_synthetic_chain_made(monkeypatch):
    run("make_chain", "--product", "LOAD", "--goals", "5")
    monkeypatch.setenv("GOALCHAIN_DEMO_PASSWORD", "demo password 1")
    run("load_demo")
    assert User.objects.get(email="owner@example.com").check_password("demo password 1")


# -- check_chain -------------------------------------------------------------------------------------------------------


def test_check_chain_names_offences_and_fails():
    product, other = make_product(key="BIKE"), make_product(key="EAT")
    make_goal(product, "user")
    assert run("check_chain")[0] == "BIKE: no offences\nEAT: no offences\n"
    Product.objects.filter(pk=product.pk).update(last_number=0)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 offence in stored data"):
        call_command("check_chain", stdout=out)
    told = "BIKE  BIKE-1: a product's last number is not below that of a goal (last number 0)\nBIKE: 1 offence\n"
    assert out.getvalue() == f"{told}EAT: no offences\n"
    assert run("check_chain", other.key)[0] == "EAT: no offences\n"
    with pytest.raises(CommandError, match="There is no product NONE"):
        run("check_chain", "NONE")
