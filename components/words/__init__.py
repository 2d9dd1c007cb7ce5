"""Words: sentences and labels written from figures, in the reader's language. No Streamlit, no Plotly."""
