package verify

import "slices"

// Remedy names what whoever verifies can do about an INDÉTERMINÉ. Its text is verify.remedy.<Remedy>.
type Remedy string

// The remedies, in the order in which they are said.
const (
	updateProgram   Remedy = "newer"     // a later version of the program reads it
	otherProgram    Remedy = "program"   // the version that made the file draws and words it
	giveAuthority   Remedy = "ca"        // nothing says who the signers are
	compareSigner   Remedy = "signer"    // nobody but the project answers for a certificate
	giveJournal     Remedy = "journal"   // what the file does not prove, the journal may
	askWhichLog     Remedy = "which"     // two logs tell of one campaign
	askKeys         Remedy = "keys"      // two keys sign for one log, and the journal at hand does not say why
	verifyJournal   Remedy = "record"    // the database at hand is altered
	giveParent      Remedy = "parent"    // the file of the PV whose reserves are lifted
	checkClock      Remedy = "clock"     // a signature of the future
	comparePersons  Remedy = "persons"   // two signers may be one
	establishAgain  Remedy = "again"     // no later look tells more of a file of before, or of one overtaken by facts
	askAboutFacts   Remedy = "facts"     // the log holds what the rules let nobody record
	askWhatHolds    Remedy = "holds"     // another PV may hold in the place of this one
	askForOtherCopy Remedy = "copy"      // the file asks for more than a judgement may cost
	askAuthority    Remedy = "authority" // another authority than that of the project issued a certificate
)

// remedies gives the remedies in the order in which they are said.
func remedies() []Remedy {
	return []Remedy{
		updateProgram, otherProgram, giveAuthority, compareSigner, giveJournal, askWhichLog, askKeys, verifyJournal,
		giveParent, checkClock, comparePersons, askAuthority, askAboutFacts, askWhatHolds, establishAgain,
		askForOtherCopy,
	}
}

// Remedies says what to do about a report that is INDÉTERMINÉ, once each; none of any other report: one that is not
// conform is not mended by looking again.
func (r *Report) Remedies() []Remedy {
	if r.Status != Indeterminate {
		return nil
	}
	asked := map[Remedy]bool{}
	lists := [][]Finding{r.Changes, r.Content, r.Journal, r.Together}
	for i := range r.Joined {
		lists = append(lists, r.Joined[i].Findings)
		if inner := r.Joined[i].report; inner != nil {
			for _, m := range inner.Remedies() {
				asked[m] = true
			}
		}
	}
	if r.Drawing != nil {
		lists = append(lists, r.Drawing.Findings)
	}
	for i := range r.Signatures {
		lists = append(lists, r.Signatures[i].Findings)
	}
	for _, list := range lists {
		for _, f := range list {
			if f.Status == Indeterminate && f.Code != More {
				asked[f.Code.remedy(r.Compared)] = true
			}
		}
	}
	return slices.DeleteFunc(remedies(), func(m Remedy) bool { return !asked[m] })
}

// remedy gives what to do about a finding that is in doubt; compared tells that the journal was given. A code that has
// none is a defect of this table, which a test looks for.
func (c Code) remedy(compared bool) Remedy {
	switch c { //nolint:exhaustive // the others are never in doubt
	case FormatNewer, LeafNewer, JournalNewer:
		return updateProgram
	case PagesNotCompared, WordsUnknown, SignatureBox, SignatureReason:
		return otherProgram
	case noCertificateChain, CertificateUnverified:
		return giveAuthority
	case KeyReplaced, KeyRestored:
		return compareSigner
	case authorityUnknown:
		return askAuthority
	case NumberElsewhere, campaignElsewhere:
		return askWhichLog
	case headKeys, WitnessUnsigned:
		if compared {
			return askKeys
		}
		return giveJournal
	case WordsUnproven:
		return giveJournal
	case RecordAltered, journalUnread:
		return verifyJournal
	case TimeFuture:
		return checkClock
	case NamesAlike:
		return comparePersons
	case FrozenLate, DecidedEarly, StepRules, TranscriptRules, CaseUnverified, MessageUnshown, NamesOrder,
		DecisionRules, DecidedApart, AnomalyLowered, AnomalyRules, ReserveRules, NoteRules, PVRules, SignerExecuted:
		return askAboutFacts
	case SignedLate, Derived, Underived, Unpublished, IssuedEarly, SignedEarly, CaseText, PagesOtherLayout, WordsAbsent,
		RoleUnstated:
		return establishAgain
	case ParentDiffers, ParentUnsound:
		return giveParent
	case pvCancelled, pvReplaced, parentEnded:
		return askWhatHolds
	case overWork, OverMemory:
		return askForOtherCopy
	}
	return ""
}
