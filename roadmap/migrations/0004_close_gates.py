from django.db import migrations


def close_gates(apps, schema_editor):
    """Let one active product goal hold the gate of its product; where several are active, the product keeps them all."""
    product_model = apps.get_model("products", "Product")
    goal_model = apps.get_model("roadmap", "ProductGoal")
    active = {}
    rows = goal_model.objects.filter(state="active", archived_at=None).values_list("product_id", "goal_id")
    for product_id, goal_id in rows.iterator(chunk_size=2000):
        active.setdefault(product_id, []).append(goal_id)
    open_gates = [product_id for product_id, goals in active.items() if len(goals) > 1]
    for start in range(0, len(open_gates), 500):
        product_model.objects.filter(pk__in=open_gates[start : start + 500]).update(one_active_goal=False)
    for product_id, goals in active.items():
        if len(goals) == 1:
            goal_model.objects.filter(pk=goals[0]).update(active_for=product_id)


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
        ("products", "0005_one_active_goal"),
        ("roadmap", "0003_releases_and_gate"),
    ]

    operations = [
        migrations.RunPython(close_gates, migrations.RunPython.noop, elidable=True),
    ]
