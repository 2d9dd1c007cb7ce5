import plotly.graph_objects as go
import streamlit as st

st.write("One line of text.")
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 3, 2])), key="chart")
