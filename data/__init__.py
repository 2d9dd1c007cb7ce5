"""The sheet, its figures and its words. Nothing here knows Streamlit."""
