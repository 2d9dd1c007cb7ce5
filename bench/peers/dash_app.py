"""``python bench/peers/dash_app.py PORT``: one line and one chart with Dash behind compression, on 127.0.0.1."""

import sys

from dash import Dash, dcc, html
from plotly import graph_objects as go

app = Dash(__name__, compress=True)
app.layout = html.Div(
    [
        html.H1("One line"),
        dcc.Graph(figure=go.Figure(go.Scatter(x=list(range(30)), y=[day * day for day in range(30)]))),
    ]
)

if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
