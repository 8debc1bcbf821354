"""Who answers where the database would refuse a value: code that asks first, or catches."""
