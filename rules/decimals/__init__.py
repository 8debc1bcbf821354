"""NL3xx: where a Decimal and a float meet."""

from .decimal_equals_float import DecimalEqualsFloat
from .decimal_from_float import DecimalFromFloat
from .decimal_or_float import DecimalOrFloat
from .decimal_to_json import DecimalToJson
from .float_bound import FloatBound
from .float_for_column import FloatForColumn
from .float_in_column import FloatInColumn
from .float_of_decimal import FloatOfDecimal
from .mixed_arithmetic import MixedArithmetic
from .mixed_expression import MixedExpression
from .money_in_float import MoneyInFloat
from .no_number import NoNumber

RULES = (
    MixedArithmetic,
    MixedExpression,
    DecimalToJson,
    DecimalFromFloat,
    FloatOfDecimal,
    DecimalEqualsFloat,
    FloatForColumn,
    FloatInColumn,
    MoneyInFloat,
    NoNumber,
    FloatBound,
    DecimalOrFloat,
)
