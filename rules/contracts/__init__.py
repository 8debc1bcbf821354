"""NL1xx: where two layers disagree about the same data."""

from .float_for_decimal import FloatForDecimal
from .inputs_disagree import InputsDisagree
from .leftover_name import LeftoverName
from .looser_bounds import LooserBounds
from .lost_unique_check import LostUniqueCheck
from .lost_validator import LostValidator
from .non_null_output import NonNullOutput
from .nullable_input import NullableInput
from .omitted_column import OmittedColumn
from .optional_input import OptionalInput
from .stricter_than_model import StricterThanModel
from .unchecked_constraint import UncheckedConstraint
from .unknown_keyword import UnknownKeyword
from .unknown_name import UnknownName
from .wider_choices import WiderChoices
from .wider_length import WiderLength
from .wider_length_in_model_form import WiderLengthInModelForm
from .wrong_type import WrongType

RULES = (
    WiderLength,
    WiderLengthInModelForm,
    NullableInput,
    OptionalInput,
    LostUniqueCheck,
    LooserBounds,
    LostValidator,
    WiderChoices,
    WrongType,
    FloatForDecimal,
    NonNullOutput,
    StricterThanModel,
    UnknownName,
    InputsDisagree,
    OmittedColumn,
    UncheckedConstraint,
    LeftoverName,
    UnknownKeyword,
)
