"""What tests share and no app may need: the closed network, a real server, the watch over a browser."""
