"""What the classes of a project say about its data: JSON for other tools, tables for people.

Payment  shop/invoices/models.py:38

            Payment                 PaymentForm         PaymentSerializer
            model                   form in             serializer in/out
  ────────────────────────────────────────────────────────────────────────────
  amount    decimal(10,2) ≥0.01   ≠ float ≥0.01         decimal(10,2) ≥0.01
  method    card|transfer           card|transfer         card|transfer optional

  ≠ PaymentForm.amount  float; the column: decimal(10,2)
"""

from nova_lint.report.inventory.json import plain, render_json
from nova_lint.report.inventory.text import encodable, render_table

__all__ = ["encodable", "plain", "render_json", "render_table"]
