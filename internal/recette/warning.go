package recette

// Impersonal gives the arguments of a warning without the name of whom it speaks of: what a leaf may hold, and what
// tells two states of one warning apart.
func Impersonal(code string, args []string) []string {
	if code == "sole_tester" || code == "own_verdicts" {
		return nil
	}
	return args
}
