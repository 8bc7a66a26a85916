package verify

import "recette/internal/likeness"

// lookalike tells whether two names that differ read as one.
func lookalike(a, b string) bool { return likeness.Alike(typed(a), typed(b)) }
