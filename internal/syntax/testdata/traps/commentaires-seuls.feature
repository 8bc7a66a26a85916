# rien

# du tout
