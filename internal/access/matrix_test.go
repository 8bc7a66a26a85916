package access

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"recette/internal/recette"
)

// stated says again, in letters, who may do what: it is the practice that the matrix follows, written apart from it.
// The columns are PPO, PO, QA, tester, tester limited to branches, referent, delivery, UX, lead tech, supplier,
// auditor, administrator.
//
//	x  does it          b  in their own branches        s  while no session is open, or in one that they attend
//	.  does not         a  as long as nobody administers the project
var stated = map[Action]string{
	LoadData:         "..x.....xx.x",
	OpenCampaign:     "x.x.........",
	CloseCampaign:    "x.x.........",
	Iterate:          "x.x.........",
	SuspendCampaign:  "x.x.........",
	AttestCampaign:   "x.x.........",
	RecordDeviation:  "x.x.........",
	Assign:           "x.x..b......",
	ExportKit:        "x.x..b......",
	ConductSession:   "x.x..b......",
	Record:           "..xssb......",
	Automate:         "..x.....x...",
	Rehearse:         "xxxssb..x...",
	RunFree:          "xxxxx...x...",
	TakeOver:         "x.x.........",
	Transcribe:       "x.x.........",
	AmendResult:      "s.ssss......",
	InvalidateResult: "..x.........",
	ContestResult:    "xxxxxxxxxx..",
	ReviewResult:     "x.x..b......",
	Attach:           "xxxxxxxxxx..",
	RaiseAnomaly:     "xxxxxxxxxx..",
	QualifyAnomaly:   "xxx.........",
	ProposeAnomaly:   "x.x...x..x..",
	DowngradeAnomaly: ".x..........",
	AssignAnomaly:    "x.x.........",
	FixAnomaly:       "x.x.....xx..",
	RejectAnomaly:    "xxx.........",
	DropAnomaly:      "x.x.........",
	CloseAnomaly:     "x.xssb......",
	AddReserve:       "xx..........",
	FixReserve:       "x.x.....xx..",
	LiftReserve:      ".x..........",
	GiveOpinion:      "x.x..bxxxx..",
	AskDerogation:    "xxx...x.x...",
	AnswerDerogation: ".x..........",
	Delegate:         "xx.........x",
	AnswerWarning:    "xx..........",
	RenderPV:         "x.x...x.....",
	SubmitPV:         "x.x...x.....",
	GiveVisa:         "x.x..bxxxx..",
	AddMilestone:     "xx....x.....",
	Decide:           ".x..........",
	SignPPO:          "x...........",
	SignPO:           ".x..........",
	SignConstat:      ".....b......",
	AttachScan:       "x.x.........",
	ProposePVEnd:     "x.x...x.....",
	EndPV:            ".x..........",
	ErasePersonal:    "xx..........",
	ManageUsers:      "a..........x",
	AddKey:           "a..........x",
	RotateLogKey:     "a..........x",
	RestoreLog:       "a..........x",
	ReadStatus:       "xxxxxbxxxxxx",
	ReadPeople:       "xxxxxbxxxxxx",
	VerifyJournal:    "xxxxxbxxxxxx",
	ReadAttempts:     "xxxxxbxxxxx.",
	ReadDossier:      "xxxxxbxxxxx.",
	ReadPV:           "xxxxxbxxxxx.",
	ReadJournal:      "xxxxxbxxxxx.",
	ReadReception:    "xxx..bxxxxx.",

	writeFeatures:  "x...........",
	setCritical:    ".x..........",
	markReady:      "x...........",
	waiveCheck:     ".x..........",
	recordDecision: ".x..........",
	writeStrategy:  "..x.........",
	writePlan:      "xx..........",
	defineData:     "x.x.........",
	changeOther:    "............",
}

// ofAllBranches are the actions that nobody does who is limited to some branches.
var ofAllBranches = map[Action]bool{
	OpenCampaign: true, CloseCampaign: true, Iterate: true, SuspendCampaign: true, Decide: true, RenderPV: true,
	SignPPO: true, SignPO: true, SignConstat: true, ErasePersonal: true, ManageUsers: true, AddKey: true,
	RotateLogKey: true, RestoreLog: true, ReadPV: true,
	ReadJournal: true, AnswerWarning: true, EndPV: true, ProposePVEnd: true, AttachScan: true,
	SubmitPV: true, AddMilestone: true,
	AttestCampaign: true, RecordDeviation: true, LoadData: true, AnswerDerogation: true, Delegate: true,
	QualifyAnomaly: true, DowngradeAnomaly: true, RejectAnomaly: true, CloseAnomaly: true,
	AddReserve: true, FixReserve: true, LiftReserve: true,
}

var roles = []recette.Role{
	recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Tester, recette.Referent, recette.Delivery,
	recette.UX, recette.LeadTech, recette.Supplier, recette.Auditor, recette.Admin,
}

// circumstance is one way for an action to come.
type circumstance struct {
	limited  []string // perimeter of the person
	entity   string
	places   []Place
	sessions Sittings
	admin    bool
	parted   bool
}

// circumstances combines perimeters, rows, sessions and administrators.
func circumstances() (all []circumstance) {
	places := [][]Place{
		nil,
		{{Branch: "A"}},
		{{Branch: "B"}},
		{{}},
		{{Assigned: "p"}},
		{{Branch: "A"}, {Branch: "B"}},
		{{Branch: "B", Assigned: "p"}},
	}
	for _, limited := range [][]string{nil, {"A"}, {"A", "B"}} {
		for _, entity := range []string{"", "A"} {
			for _, at := range places {
				for _, now := range []Sittings{{}, {Open: true}, {Open: true, Attended: true}} {
					for _, admin := range []bool{false, true} {
						for _, parted := range []bool{false, true} {
							all = append(all, circumstance{limited, entity, at, now, admin, parted})
						}
					}
				}
			}
		}
	}
	return all
}

// may says what is expected of a letter.
func (c *circumstance) may(a Action, letter byte) bool {
	own := c.limited
	if letter == 'b' && len(own) == 0 && c.entity != "" {
		own = []string{c.entity}
	}
	if letter == 'b' && len(own) == 0 && c.parted { // of a branch that nobody said
		return false
	}
	if len(own) > 0 && c.parted {
		if len(c.places) == 0 && ofAllBranches[a] {
			return false
		}
		for _, p := range c.places {
			mine := p.Branch == "" && p.Assigned == "p"
			for _, b := range own {
				mine = mine || p.Branch == b
			}
			if !mine {
				return false
			}
		}
	}
	switch letter {
	case 'x', 'b':
		return true
	case 's':
		return !c.sessions.Open || c.sessions.Attended
	case 'a':
		return !c.admin
	}
	return false
}

// Every action, for every role, in every perimeter: what is let pass is what is stated, reads included.
func TestMatrix(t *testing.T) {
	if len(stated) != len(Actions()) {
		t.Fatalf("%d actions are stated, %d in the matrix", len(stated), len(Actions()))
	}
	asked, refused := 0, map[Cause]int{}
	for _, a := range Actions() {
		letters, ok := stated[a]
		if !ok || len(letters) != columns {
			t.Fatalf("%s: %d letters, want %d", a, len(letters), columns)
		}
		for at, role := range roles {
			for _, c := range circumstances() {
				if role == recette.Tester && (at == 4) != (len(c.limited) > 0) {
					continue // of the other column
				}
				asked++
				scope := Scope{
					Members: []Member{
						{Ref: "p", Role: role, Branches: c.limited, Entity: c.entity}, {Ref: "q", Role: role},
					},
					Parted: c.parted, Places: c.places, Sessions: c.sessions, Admin: c.admin,
				}
				err := Allow(recette.Actor{Ref: "p", Role: role}, a, scope)
				if want := c.may(a, letters[at]); (err == nil) != want {
					t.Errorf("Allow(%s, %s, %+v) = %v, want allowed %t", role, a, c, err, want)
				}
				if err == nil {
					continue
				}
				d, ok := errors.AsType[*DeniedError](err)
				if !ok || d.Action != a || d.Role != role || !errors.Is(err, ErrDenied) {
					t.Fatalf("Allow(%s, %s) = %v, want a *DeniedError", role, a, err)
				}
				refused[d.Cause]++
			}
		}
	}
	for _, cause := range []Cause{
		CauseRole, CausePerimeter, CauseWhole, CauseSession, CauseAdmin, CauseDeputed, CauseUnplaced,
	} {
		if refused[cause] == 0 {
			t.Errorf("nothing is refused for %s", cause)
		}
	}
	t.Logf("%d combinations: %v", asked, refused)
}

// A refusal says whom to ask: those who are stated to do it.
func TestHolders(t *testing.T) {
	for a, letters := range stated {
		want := map[recette.Role]bool{}
		for at, role := range roles {
			if letters[at] != '.' {
				want[role] = true
			}
		}
		holders := Holders(a)
		if a == Decide || a == SignPO {
			want[recette.Referent] = true // by delegation
		}
		for _, role := range holders {
			if !want[role] {
				t.Errorf("Holders(%s) = %v, of whom %s may not do it", a, holders, role)
			}
			delete(want, role)
		}
		if len(want) > 0 {
			t.Errorf("Holders(%s) = %v lacks %v", a, holders, want)
		}
	}
}

// What is read of a campaign is what may be read of its rows: the same as reading the row.
func TestShows(t *testing.T) {
	for at, role := range roles {
		for _, c := range circumstances() {
			if len(c.places) != 1 || role == recette.Tester && (at == 4) != (len(c.limited) > 0) {
				continue
			}
			scope := Scope{
				Members: []Member{{Ref: "p", Role: role, Branches: c.limited, Entity: c.entity}}, Parted: c.parted,
			}
			actor := recette.Actor{Ref: "p", Role: role}
			if got, want := scope.Shows(actor, c.places[0]), c.may(ReadStatus, stated[ReadStatus][at]); got != want {
				t.Errorf("Shows(%s, %+v) = %t, want %t", role, c, got, want)
			}
		}
	}
}

// The page that people read says what the matrix says, letter by letter.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/droits.md")
	if err != nil {
		t.Fatal(err)
	}
	letters := map[rune]Right{
		'D': doesIt, 'P': Proposes, 'V': givesVisa, 'S': decidesIt, 'L': reads, 'R': rehearses, 'T': technician,
		'–': noRight,
	}
	limits := map[rune]string{'¹': "branch", '²': "session", '³': "lot", '⁴': "deputed", '⁵': "alone"}
	told := map[Action]bool{}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) != columns+4 || !strings.Contains(cells[2], "`") {
			continue
		}
		a := Action(strings.Trim(cells[2], " `"))
		told[a] = true
		for at, role := range roles {
			var want Right
			var where []string
			for _, letter := range strings.TrimSpace(cells[at+3]) {
				if limit, ok := limits[letter]; ok {
					where = append(where, limit)
					continue
				}
				right, known := letters[letter]
				if !known {
					t.Errorf("%s, %s: the page says %q", a, role, cells[at+3])
				}
				want = right
			}
			if right, limited := Granted(role, at == 4, a); right != want || !slices.Equal(limited, where) {
				t.Errorf("%s, %s: %q %v, the page says %q", a, role, right, limited, strings.TrimSpace(cells[at+3]))
			}
		}
	}
	for _, a := range Actions() {
		if !told[a] {
			t.Errorf("the page does not tell of %s", a)
		}
	}
}
