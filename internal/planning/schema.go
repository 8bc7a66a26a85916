package planning

import "recette/internal/plan"

// Schema gives the JSON Schema of a plan, for editors.
func Schema() string { return plan.Schema() }
