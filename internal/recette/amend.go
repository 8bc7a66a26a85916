package recette

// AmendFlaw says why a result may not be corrected by somebody without being obtained again; the rights of their role
// apart.
type AmendFlaw string

// The flaws. The zero value is none.
const (
	AmendSound     AmendFlaw = ""
	AmendNothing   AmendFlaw = "nothing"   // no closed attempt that counts
	AmendOld       AmendFlaw = "old"       // of another attempt than the last, or of what it was before
	AmendContested AmendFlaw = "contested" // somebody contests it: another attempt decides
	AmendDue       AmendFlaw = "to_replay" // it is to be obtained again
	AmendTaken     AmendFlaw = "taken"     // it was taken from a filled cahier
	AmendForeign   AmendFlaw = "foreign"   // somebody else began it or observed something in it
	AmendSession   AmendFlaw = "session"   // the session in which it was obtained is over, or they are not there
	AmendStep      AmendFlaw = "step"      // nobody judged the step by hand in it
	AmendSame      AmendFlaw = "same"      // nothing changes
	AmendEnded     AmendFlaw = "ended"     // its verdict is not that of its steps: something else ended it
)

// Lightened tells whether what was held against the product, or was not known, is so no more: from one verdict of a
// case to another that is less grave.
func Lightened(was, now Verdict) bool {
	return was != now && !was.Conform() && (now.Conform() || RollUp([]Verdict{was, now}) == was)
}
