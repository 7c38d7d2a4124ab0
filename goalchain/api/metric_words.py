"""Metrics and readings as resources, from rows. Values are JSON numbers: fifteen digits pass through them unharmed."""

from decimal import Decimal
from typing import Any

from goalchain.metrics.standing import Standing

from .answers import Row
from .representations import day, moment

METRIC_COLUMNS = [
    *("pk", "product__key", "goal__number", "name", "unit", "direction", "baseline", "target", "lower", "upper"),
    *("target_on", "version", "archived_at", "created_at", "updated_at"),
]
READING_COLUMNS = ["pk", "metric_id", "day", "value", "note", "reader__email", "version", "recorded_at"]


def number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON has it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def metrics_of(rows: list[Row], latest: dict[int, Standing]) -> list[dict[str, Any]]:
    """Metric resources, from rows of METRIC_COLUMNS and what was read last. No query."""
    found = []
    for pk, key, goal, name, unit, direction, *values, target_on, version, archived_at, created_at, updated_at in rows:
        standing = latest[pk]
        baseline, target, lower, upper = map(number, values)
        attainment = standing.attainment
        found.append(
            {
                "id": pk,
                "product": key,
                "goal": f"{key}-{goal}",
                "name": name,
                "unit": unit,
                "direction": direction,
                "baseline": baseline,
                "target": target,
                "lower": lower,
                "upper": upper,
                "target_on": day(target_on),
                "current": number(standing.current),
                "current_on": day(standing.latest.day) if standing.latest else None,
                "attainment": None if attainment is None else round(float(attainment), 6),
                "within": standing.is_within,
                "version": version,
                "archived_at": moment(archived_at),
                "created_at": moment(created_at),
                "updated_at": moment(updated_at),
            }
        )
    return found


def readings_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Reading resources, from rows of READING_COLUMNS. No query."""
    return [
        {
            "metric": metric,
            "day": day(on),
            "value": number(value),
            "note": note,
            "reader": reader,
            "version": version,
            "recorded_at": moment(recorded_at),
        }
        for _, metric, on, value, note, reader, version, recorded_at in rows
    ]
