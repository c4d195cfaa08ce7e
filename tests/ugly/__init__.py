"""Files as they arrive: broken, disguised, hostile. Big ones are made by the tests that need them."""
