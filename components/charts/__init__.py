"""Charts: pure functions from figures and words to a plotly figure. They know neither Streamlit nor the sheet."""
