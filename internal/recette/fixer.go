package recette

// Fixer is who made a correction, as it was announced.
type Fixer struct {
	Ref  string // of who made it, when they take part; empty: a company or a contact did
	By   string // of who announced it
	Role Role   // in which they announced it
}

// Own tells who stands on both sides of a correction, by reference, and whether the re-test is theirs; nobody: somebody
// else shows it. Who made it neither observes anything in the re-test nor closes. Of what a company made whoever
// delivers, and announces it, answers as if they had made it; anybody else who announces it does not both observe the
// re-test and close: one person would say alone that it is corrected, and that the correction holds.
func (f Fixer) Own(closer string, judged func(ref string) bool) (who string, tested bool) {
	who = f.Ref
	if who == "" && (f.Role == LeadTech || f.Role == Supplier) {
		who = f.By
	}
	switch {
	case who != "" && judged(who):
		return who, true
	case who != "" && who == closer:
		return who, false
	case who == "" && f.By != "" && f.By == closer && judged(f.By):
		return f.By, false
	}
	return "", false
}
