"""Findings: sentences written from the numbers, in the reader's language. They know neither Streamlit nor plotly."""
