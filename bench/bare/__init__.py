"""The least that Streamlit can show, behind the same compression as ours: what a first answer is compared with."""
