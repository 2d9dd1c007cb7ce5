"""The sheet, its figures and its words. Nothing here knows Streamlit."""

import pandas as pd

# Texts as Python's own strings: taking rows of a small table is several times quicker than with Arrow's, and what came
# in as strings need not become some a second time.
pd.options.mode.string_storage = "python"
