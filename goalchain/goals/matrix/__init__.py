"""The traceability matrix: any two levels of a product against each other, and through which goals they are connected.

`axes` says what can be asked for, `reads` asks the database, `cells` counts the lines, `page` and `sheet` tell them,
`lines` follows the lines of one cell.
"""
