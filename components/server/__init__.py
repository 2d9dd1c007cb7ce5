"""What answers HTTP beside Streamlit. Knows words and data, no page."""
