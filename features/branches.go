package features

// What the campaign in branches of the example is played on, which its demonstration names.
const (
	BranchesPlan      = "recette-antennes"
	BranchesStory     = "@US-301"          // what the corrected build bears on
	BranchesLeak      = "SC-0044@bretagne" // where the leak between branches is seen
	BranchesContested = "SC-0053"          // whose first result is contested
	BranchesDraft     = "SC-0053#1.4"      // what that result found
	BranchesButton    = "SC-0048@corse"    // that verifies the reserve which is lifted
	BranchesBlank     = "SC-0054"          // that verifies the one which stays
	BranchesReturned  = "SC-0048@rhone"    // whose result is returned by who reads it over
	BranchesEvidence  = "exit/4"           // the criterion of exit that a derogation is about

	// Where a result is read over, branch by branch.
	BranchesReadBrittany = "SC-0047@bretagne"
	BranchesReadCorsica  = "SC-0047@corse"
	BranchesReadRhone    = "SC-0047@rhone"
	BranchesButtonWest   = "SC-0048@bretagne"
)
