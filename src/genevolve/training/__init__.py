"""The policy that learns: encoding, rollouts, losses, trainer. The room that needs torch (extra `train`).

Tensors are named by their shapes, in capitals after the last underscore:

    B rows of a batch          P patches of pictures          N positions that are scored
    S padded or packed length  I pictures                     K the best tokens of a position
    T tokens of a sequence     V words of the vocabulary      G rollouts of a group
"""
