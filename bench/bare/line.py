import streamlit as st

st.write("One line of text.")
