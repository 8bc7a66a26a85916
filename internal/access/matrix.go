package access

import "recette/internal/recette"

// cell is what a role may do about something, and where. One letter a right, as people write such a matrix.
type cell uint16

// The rights.
const (
	no cell = 0
	l  cell = 1 << iota // reads
	p                   // proposes, or prepares
	v                   // gives a visa
	s                   // decides, and signs
	d                   // does
	r                   // rehearses: does, out of the figures
	t                   // reads what is technical, no content

	branch  // in their own branches alone
	sitting // in the sessions that they attend alone
	lot     // of their own lot alone: in the campaigns that they take part in
	deputed // by delegation alone
	alone   // while nobody administers the project
)

// The rights that are limited.
const (
	d1, d2, d3 = d | branch, d | sitting, d | lot
	p1, p2, p3 = p | branch, p | sitting, p | lot
	v1, v3     = v | branch, v | lot
	s1         = s | branch | deputed
	l1, l2, l3 = l | branch, l | sitting, l | lot
	da         = d | alone
)

// row is a line of the matrix: any of the rights of need lets an action pass.
type row struct {
	need  cell
	cells [columns]cell
}

// columns counts those of the matrix: the roles, testers in two.
const columns = 12

// matrix is who may do what. The columns are PPO, PO, QA, tester, tester of branches, referent of a branch, delivery
// manager, UX, lead tech, supplier, auditor, administrator. What does not stand here does not exist. docs/droits.md
// tells it to people, and a test holds both together.
func matrix(a Action) row {
	switch a {
	case writeFeatures:
		return row{d, [columns]cell{d, v, p, no, p1, p1, l, p, l, l, l, no}}
	case setCritical:
		return row{s, [columns]cell{p, s, v, no, no, p1, v, p, v, l, l, no}}
	case markReady:
		return row{d, [columns]cell{d, v, v, no, no, no, l, v, v, l, l, no}}
	case waiveCheck:
		return row{s, [columns]cell{p, s, v, no, no, no, v, no, v, no, l, no}}
	case recordDecision:
		return row{s, [columns]cell{p, s, p, no, no, p, p, p, p, no, l, no}}
	case writeStrategy:
		return row{d, [columns]cell{l, v, d, no, no, no, v, no, v, l, l, no}}
	case writePlan:
		return row{d | s, [columns]cell{d, s, v, no, no, p1, v, p, l, l, l, no}}
	case defineData:
		return row{d, [columns]cell{d, l, d, p, p1, v1, l, no, p, p3, l, no}}
	case LoadData:
		return row{d, [columns]cell{l, no, d, no, no, no, l, no, d, d3, l, d}}

	case OpenCampaign, CloseCampaign, Iterate, SuspendCampaign:
		return row{d, [columns]cell{d, v, d, no, no, no, v, no, no, no, l, no}}
	case AttestCampaign, RecordDeviation:
		return row{d, [columns]cell{d, l, d, no, no, no, l, no, no, no, l, no}}
	case Assign, ExportKit, ConductSession:
		return row{d, [columns]cell{d, l, d, l, l2, d1, v, no, no, no, l, no}}

	case Record:
		return row{d, [columns]cell{r, r, d, d2, d2, d1, no, no, no, no, no, no}}
	case Automate:
		return row{d, [columns]cell{l, no, d, no, no, no, no, no, d, p3, l, no}}
	case Rehearse:
		return row{d | r, [columns]cell{r, r, d, d2, d2, d1, no, no, d, no, no, no}}
	case RunFree:
		return row{d, [columns]cell{d, d, d, d, d, no, no, no, d, no, no, no}}
	case TakeOver, Transcribe:
		return row{d, [columns]cell{d, no, d, no, no, no, no, no, no, no, no, no}}
	case AmendResult:
		return row{d, [columns]cell{d2, no, d2, d2, d2, d2, no, no, no, no, no, no}}
	case changeOther:
		return row{}
	case ReviewResult:
		return row{d, [columns]cell{d, l, d, no, no, d1, l, no, no, no, l, no}}
	case InvalidateResult:
		return row{d, [columns]cell{p, l, d, p2, p2, p1, v, no, no, p, l, no}}
	case ContestResult, Attach, RaiseAnomaly:
		return row{d, [columns]cell{d, d, d, d, d, d, d, d, d, d, no, no}}

	case QualifyAnomaly:
		return row{d | s, [columns]cell{d, s, d, p, p, p, l, no, p, p, l, no}}
	case ProposeAnomaly:
		return row{p | v, [columns]cell{p, s, v, no, no, no, v, no, no, p, l, no}}
	case DowngradeAnomaly:
		return row{s, [columns]cell{p, s, v, no, no, no, v, no, no, p, l, no}}
	case AssignAnomaly, DropAnomaly:
		return row{d, [columns]cell{d, no, d, no, no, no, l, no, no, no, l, no}}
	case FixAnomaly, FixReserve:
		return row{d, [columns]cell{d, no, d, no, no, no, l, no, d, d3, l, no}}
	case RejectAnomaly:
		return row{d | s, [columns]cell{d, s, d, no, no, no, l, no, no, no, l, no}}
	case CloseAnomaly:
		return row{d, [columns]cell{d, no, d, d2, d2, d1, no, no, no, no, l, no}}
	case AddReserve: // who accepts what is not conform, or prepares it
		return row{p | s, [columns]cell{p, s, v, no, no, v1, v, no, no, no, l, no}}
	case LiftReserve:
		return row{s, [columns]cell{p, s, d, d2, d2, d1, v, no, no, p, l, no}}

	case GiveOpinion:
		return row{d, [columns]cell{d, no, d, no, no, d1, d, d, d, d, no, no}}
	case AskDerogation:
		return row{p | v | s, [columns]cell{p, s, v, no, no, no, v, no, v, no, l, no}}
	case AnswerDerogation:
		return row{s, [columns]cell{p, s, v, no, no, no, v, no, v, no, l, no}}
	case Delegate:
		return row{d, [columns]cell{d, d, no, no, no, no, no, no, no, no, l, d}}
	case AnswerWarning:
		return row{d, [columns]cell{d, d, no, no, no, no, no, no, no, no, l, no}}
	case RenderPV:
		return row{d, [columns]cell{d, l, d, no, no, l1, d, no, no, l3, l, no}}
	case SubmitPV:
		return row{d, [columns]cell{d, l, d, no, no, no, d, no, no, no, l, no}}
	case AddMilestone:
		return row{d, [columns]cell{d, d, l, no, no, no, d, no, no, no, l, no}}
	case GiveVisa: // of those whom the route of the plan names
		return row{d | v, [columns]cell{v, no, v, no, no, v1, v, v, v, v3, no, no}}
	case SignPPO:
		return row{d, [columns]cell{d, no, no, no, no, no, no, no, no, no, no, no}}
	case SignConstat:
		return row{d, [columns]cell{no, no, no, no, no, d1, no, no, no, no, no, no}}
	case Decide, SignPO:
		return row{s, [columns]cell{no, s, no, no, no, s1, no, no, no, no, no, no}}

	case AttachScan:
		return row{d, [columns]cell{d, l, d, no, no, no, no, no, no, no, l, no}}
	case ProposePVEnd:
		return row{p | v, [columns]cell{p, s, v, no, no, no, v, no, no, no, l, no}}
	case EndPV:
		return row{s, [columns]cell{p, s, v, no, no, no, v, no, no, no, l, no}}

	case ReadStatus, ReadPeople, VerifyJournal:
		return row{l | t, [columns]cell{l, l, l, l2, l2, l1, l, l, l, l3, l, t}}
	case ReadAttempts, ReadDossier, ReadPV, ReadJournal:
		return row{l, [columns]cell{l, l, l, l2, l2, l1, l, l, l, l3, l, t}}
	case ReadReception: // testers attest facts, and decide nothing
		return row{l, [columns]cell{l, l, l, no, no, l1, l, l, l, l3, l, no}}
	case ErasePersonal:
		return row{d, [columns]cell{d, d, no, no, no, no, no, no, no, no, no, no}}
	case AddKey, RotateLogKey, RestoreLog, ManageUsers:
		return row{d, [columns]cell{da, v, no, no, no, no, v, no, no, no, l, d}}
	}
	return row{}
}

// column gives where a role stands in the matrix; limited tells testers of branches from the others.
func column(role recette.Role, limited bool) (int, bool) {
	switch role {
	case recette.PPO:
		return 0, true
	case recette.PO:
		return 1, true
	case recette.QA:
		return 2, true
	case recette.Tester:
		if limited {
			return 4, true
		}
		return 3, true
	case recette.Referent:
		return 5, true
	case recette.Delivery:
		return 6, true
	case recette.UX:
		return 7, true
	case recette.LeadTech:
		return 8, true
	case recette.Supplier:
		return 9, true
	case recette.Auditor:
		return 10, true
	case recette.Admin:
		return 11, true
	}
	return 0, false
}

// grant gives what a role may do about an action, and whether that lets the action pass.
func grant(role recette.Role, limited bool, a Action) (cell, bool) {
	at, known := column(role, limited)
	if !known {
		return no, false
	}
	x := matrix(a)
	return x.cells[at], x.cells[at]&x.need != 0
}

// Right is a right in one word.
type Right string

// The rights. The zero value is none.
const (
	noRight    Right = ""
	reads      Right = "reads"
	Proposes   Right = "proposes"
	givesVisa  Right = "visa"
	decidesIt  Right = "decides"
	doesIt     Right = "does"
	rehearses  Right = "rehearses"
	technician Right = "technical"
)

// Granted gives the right of a role about an action, and its limits: "branch", "session", "lot", "deputed", "alone".
func Granted(role recette.Role, limited bool, a Action) (Right, []string) {
	c, _ := grant(role, limited, a)
	var limits []string
	for _, x := range []struct {
		bit  cell
		word string
	}{{branch, "branch"}, {sitting, "session"}, {lot, "lot"}, {deputed, "deputed"}, {alone, "alone"}} {
		if c&x.bit != 0 {
			limits = append(limits, x.word)
		}
	}
	for _, x := range []struct {
		bit  cell
		word Right
	}{{l, reads}, {p, Proposes}, {v, givesVisa}, {s, decidesIt}, {d, doesIt}, {r, rehearses}, {t, technician}} {
		if c&x.bit != 0 {
			return x.word, limits
		}
	}
	return noRight, limits
}

// Holders lists the roles that may do a, for a message that says whom to ask: those who decide or do it by themselves
// first.
func Holders(a Action) []recette.Role {
	var all, later []recette.Role
	for _, role := range Roles() {
		c, ok := grant(role, false, a)
		switch {
		case !ok:
		case c&(deputed|alone) != 0:
			later = append(later, role)
		default:
			all = append(all, role)
		}
	}
	return append(all, later...)
}

// Roles lists the roles in the order of the matrix.
func Roles() []recette.Role {
	return append(recette.Participants(), recette.Auditor, recette.Admin)
}

// Acting lists the roles in which somebody who holds several does a, the first one first: that of whom the action is
// expected of.
func Acting(a Action) []recette.Role {
	const ppo, po, qa, tester = recette.PPO, recette.PO, recette.QA, recette.Tester
	var first []recette.Role
	switch a {
	case Record, Rehearse, Attach, AmendResult:
		first = []recette.Role{tester, qa, recette.Referent}
	case RaiseAnomaly:
		first = []recette.Role{tester, qa}
	case RunFree, GiveOpinion, ContestResult, Automate, LoadData:
		first = []recette.Role{qa, ppo}
	case AnswerWarning:
		first = []recette.Role{po, ppo}
	case ReadStatus, ReadAttempts, ReadDossier, ReadPV, ReadPeople, ReadJournal, VerifyJournal:
		first = []recette.Role{recette.Auditor}
	default:
	}
	return append(first, Holders(a)...)
}
