"""The table of entries, and what each database makes of their words."""

from typing import Any

from django.db import migrations, models

#: What parts words: the parser of PostgreSQL would take addresses, paths and hyphenated words for one word each.
PARTS = "-_./:@#+*=&%$§!?,;|~^'\"`´<>()[]{}\\–—―…“”„‟‘’‚«»‹›·•→←↑↓×\u00a0"

POSTGRESQL = [
    # Small letters as the database knows them for every script, whatever its own locale is; a function that promises
    # to stay the same may stand in a generated column.
    """CREATE FUNCTION search_words(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT to_tsvector('pg_catalog.simple', lower(translate(words, {parts}, {blanks}) {collation}))$$""",
    # The scope stands beside the words, so that the index itself leaves other products out. No word has a slash.
    """CREATE FUNCTION search_scope(product bigint, kind text, level text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$SELECT array_to_tsvector(ARRAY['p/' || product, 'k/' || kind, 'l/' || level])$$""",
    """ALTER TABLE search_entry
    ADD COLUMN title_words tsvector GENERATED ALWAYS AS
        (search_words(title) || search_scope(product_id, kind, level)) STORED,
    ADD COLUMN all_words tsvector GENERATED ALWAYS AS
        (search_words(title || ' ' || body) || search_scope(product_id, kind, level)) STORED""",
    "CREATE INDEX search_entry_title ON search_entry USING gin (title_words) WITH (gin_pending_list_limit = 256)",
    "CREATE INDEX search_entry_words ON search_entry USING gin (all_words) WITH (gin_pending_list_limit = 256)",
]
SQLITE = [
    """CREATE VIRTUAL TABLE search_words USING fts5(
    scope, title, body, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3', columnsize = 0)""",
    """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_words (rowid, scope, title, body) VALUES (
        NEW.id, 'p' || NEW.product_id || ' k' || replace(NEW.kind, '-', '') || ' l' || NEW.level, NEW.title, NEW.body);
    END""",
    """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    DELETE FROM search_words WHERE rowid = OLD.id; END""",
]


def collation(cursor: Any) -> str:
    """The collation that knows the small letters of every script: ICU's or, from version 17 on, PostgreSQL's own."""
    cursor.execute("SELECT collname FROM pg_collation WHERE collname IN ('und-x-icu', 'pg_c_utf8') ORDER BY 1")
    found = cursor.fetchone()
    return f'COLLATE "{found[0]}"' if found else ""


def add_words(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            told = {"parts": f"'{PARTS.replace(chr(39), chr(39) * 2)}'", "blanks": f"'{' ' * len(PARTS)}'"}
            told["collation"] = collation(cursor)
            for statement in POSTGRESQL:
                for name, value in told.items():
                    statement = statement.replace("{" + name + "}", value)
                cursor.execute(statement)
        else:
            for statement in SQLITE:
                cursor.execute(statement)


def remove_words(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE search_entry DROP COLUMN title_words, DROP COLUMN all_words")
            cursor.execute("DROP FUNCTION search_words(text)")
            cursor.execute("DROP FUNCTION search_scope(bigint, text, text)")
        else:
            for name in ("insert", "delete"):
                cursor.execute(f"DROP TRIGGER search_entry_{name}")
            cursor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=12)),
                ("source_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("product_id", models.BigIntegerField()),
                ("goal_id", models.BigIntegerField(null=True)),
                ("level", models.CharField(blank=True, max_length=8)),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "source_id"), name="search_entry_once_a_source")
                ],
            },
        ),
        migrations.RunPython(add_words, remove_words),
    ]
