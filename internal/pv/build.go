package pv

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"recette/internal/campaign/roster"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/reports"
)

// Build makes the PV. The same input gives the same PV. It returns an error under ErrInput when a mandatory part of the
// input is missing or does not fit: the manifest is not the one of the journal, the journey is unknown, a leaf has no
// proof.
func Build(in Input) (reports.PV, error) {
	if in.Words == nil || in.Number == "" || in.IssuedAt.IsZero() {
		return reports.PV{}, fmt.Errorf("%w: words, number and date are mandatory", ErrInput)
	}
	in.Tags = in.Tags.Filled()
	m := in.Plan
	if m == nil {
		read, err := plan.Parse(bytes.NewReader(in.Manifest))
		if err != nil {
			return reports.PV{}, fmt.Errorf("%w: %w", ErrManifest, err)
		}
		m = &read
	}
	b := &builder{
		in: in, m: m, state: state.New(m.Outline(), true), critical: m.CriticalCases(),
		frozen: map[string]*plan.FrozenCase{},
		stray:  map[int64]bool{}, erased: map[string]bool{}, missing: map[string]bool{}, salts: map[string][]byte{},
	}
	for i := range m.Cases {
		b.frozen[m.Cases[i].ID] = &m.Cases[i]
	}
	for i := range in.Records {
		b.state.Apply(&in.Records[i])
	}
	b.join()
	var err error
	if b.scope, err = scopeOf(b.m, in.Journey, in.Antenne); err != nil {
		return reports.PV{}, err
	}
	for _, seq := range b.state.Strays {
		b.stray[seq] = true
	}
	if b.state.Manifest != in.manifestDigest() {
		return reports.PV{}, ErrManifest
	}
	if err := b.lifts(); err != nil {
		return reports.PV{}, err
	}
	b.head()
	if b.pv.Printed, err = printed(m, len(b.scope.ids), in.Annexes); err != nil {
		return reports.PV{}, err
	}
	b.results()
	b.branches()
	b.constats()
	b.dossier()
	b.notes()
	b.signoff()
	b.clocks()
	b.people()
	b.identities()
	b.documents()
	b.fillLifting()
	b.accepted()
	b.criteria()
	b.waivers()
	if err := b.journal(); err != nil {
		return reports.PV{}, err
	}
	b.audit()
	b.notShown()
	b.warnings()
	b.answers()
	b.absent()
	b.openings()
	return b.pv, nil
}

type builder struct {
	in       Input
	m        *plan.Manifest // with those who take part, and without the names that were erased elsewhere in it
	asked    *plan.Manifest // the same, as it was frozen
	rename   plan.Renamer   // of places that name people
	scope    scope
	state    *state.State
	critical map[string]bool
	frozen   map[string]*plan.FrozenCase
	stray    map[int64]bool             // positions of results that count for nothing
	erased   map[string]bool            // commitments whose text or name a leaf erased
	missing  map[string]bool            // those that are gone, and that no leaf erased
	about    map[string][]string        // numbers of anomalies, by case
	played   map[string]map[string]bool // cases of which something was recorded in a session, by its number
	roster   roster.Roster              // what the journal says of users
	planned  []plan.Participant         // what the plan says
	authors  map[string]journal.Actor   // of the first thing that each recorded beside results, by reference
	salts    map[string][]byte          // of the texts and names that are shown, by commitment
	pv       reports.PV
	lifted   state.Lifting // of a PV of lifting
	way      route.State   // of a PV of a plan that asks for something before the decision
}

func (b *builder) head() {
	m, pv := b.m, &b.pv
	*pv = reports.PV{
		Schema: reports.Schema, Language: m.Language, Producer: b.in.Producer, Number: b.in.Number, Nature: m.Nature,
		State: "draft", IssuedAt: b.in.IssuedAt.UTC().Truncate(time.Second), Place: b.in.Place, Demo: b.in.Demo,
		Client: reports.Party(m.Client), Supplier: reports.Party(m.Supplier), Contract: reports.Contract(m.Contract),
		Regime: m.Regime, Entities: list(m.Entities), Release: reports.Release(m.Release),
		Flags:       b.flags(),
		Environment: reports.Environment{Name: m.Environment.Name, URL: m.Environment.URL, Notes: m.Environment.Notes},
		Reference: reports.Baseline{
			Campaign: m.Campaign, Plan: m.Title, PlanVersion: m.Version, Commit: m.Commit, Manifest: b.state.Manifest,
		},
		OutOfScope: []reports.Exclusion{}, DataSets: []reports.DataSet{}, Entry: []reports.Criterion{},
		Derivation: reports.Derivation, Journey: b.in.Journey,
	}
	if at, err := time.Parse(time.RFC3339Nano, m.FrozenAt); err == nil {
		pv.Reference.FrozenAt = at.UTC()
	}
	if m.Sections != nil {
		pv.Reference.PlanStatus = m.Sections.Status
	}
	b.iterations()
	critical := false
	for _, j := range b.scope.journeys {
		critical = critical || j.Critical
	}
	switch {
	case b.in.Lifts != "":
		pv.Title, pv.Nature, pv.State = b.in.Words("pv.title.lifting", b.in.Lifts), reports.LiftingNature, "to_sign"
	case b.in.Antenne != "":
		pv.Antenne, pv.Entities = b.in.Antenne, []string{b.in.Antenne}
		pv.Title = b.in.Words("pv.title.constat", b.in.Antenne, m.Title)
	case b.in.Journey == "":
		pv.Title = b.in.Words("pv.title.all", m.Title)
	case critical:
		pv.Title = b.in.Words("pv.title.critical", b.scope.journeys[0].Title)
	default:
		pv.Title = b.in.Words("pv.title.journey", b.scope.journeys[0].Title)
	}
	for i, x := range m.OutOfScope {
		pv.OutOfScope = append(pv.OutOfScope, reports.Exclusion{
			What: x.What, Reason: x.Reason, AgreedBy: x.AgreedBy,
			Elsewhere: recette.Elsewhere(b.asked.OutOfScope[i].AgreedBy),
		})
	}
	b.distribution()
	b.dataSets()
	b.stories()
	b.signers()
}

// flags gives how the feature flags of the product stand, as the plan says.
func (b *builder) flags() (out []reports.Flag) {
	if b.m.Sections != nil {
		for _, f := range b.m.Sections.Flags {
			out = append(out, reports.Flag(f))
		}
	}
	return out
}

// distribution says who the PV is for, as the plan says.
func (b *builder) distribution() {
	if b.m.Sections != nil {
		b.pv.Distribution = reports.Distribution(b.m.Sections.Distribution)
	}
}

// dataSets keeps those of the plan that the cases in scope name, and those that no case of the plan names: they may
// serve any.
func (b *builder) dataSets() {
	named, here := map[string]bool{}, map[string]bool{}
	for i := range b.m.Cases {
		c := &b.m.Cases[i]
		for _, code := range c.DataSets {
			named[code] = true
			here[code] = here[code] || b.scope.in[c.ID]
		}
	}
	for _, d := range b.m.DataSets {
		if here[d.Code] || !named[d.Code] {
			b.pv.DataSets = append(b.pv.DataSets, reports.DataSet{
				Code: d.Code, Label: d.Label, Origin: d.Origin,
				Owner: d.Owner, SHA256: d.SHA256,
			})
		}
	}
}

func (b *builder) stories() {
	pv := &b.pv
	pv.Rules, pv.Roles, pv.Stories = []string{}, []string{}, []reports.Story{}
	at := map[string]int{}
	for _, id := range b.scope.ids {
		c := b.frozen[id]
		pv.Rules = append(pv.Rules, c.Rules...)
		pv.Roles = append(pv.Roles, c.Roles...)
		if c.Story == "" {
			continue
		}
		i, ok := at[c.Story]
		if !ok {
			i = len(pv.Stories)
			at[c.Story] = i
			pv.Stories = append(
				pv.Stories, reports.Story{ID: c.Story, Title: c.Feature.Name, Epic: c.Epic, Criteria: []string{}},
			)
		}
		pv.Stories[i].Criteria = append(pv.Stories[i].Criteria, c.Criteria...)
	}
	for i := range pv.Stories {
		pv.Stories[i].Criteria = unique(pv.Stories[i].Criteria)
	}
	slices.SortFunc(pv.Stories, func(x, y reports.Story) int { return cmp.Compare(x.ID, y.ID) })
	pv.Rules, pv.Roles = unique(pv.Rules), unique(pv.Roles)
	b.names()
}

// signers names one PPO and one PO: whose key the journal knows, else who opened the campaign, and who decided, else
// the first of the role.
func (b *builder) signers() {
	b.pv.Signers = []reports.Signatory{}
	if b.in.Antenne != "" {
		b.referent()
		return
	}
	prefer := map[recette.Role]string{recette.PPO: b.certifier()}
	deputy := ""
	decided := b.decision()
	if b.in.Lifts != "" {
		decided = b.lifted.Decided()
	}
	if d := decided; d != nil {
		prefer[recette.PO], deputy = d.By.Ref, b.delegated(d.By, d.Journey, d.At, d.Seq)
	}
	for _, role := range []recette.Role{recette.PPO, recette.PO} {
		var found *plan.Participant
		for i := range b.m.Parties {
			p := &b.m.Parties[i]
			if p.Role == string(role) && (found == nil || p.Ref == prefer[role]) {
				found = p
			}
		}
		number := ""
		if role == recette.PO && deputy != "" { // whoever decides for them signs for them
			for i := range slices.Backward(b.m.Parties) {
				if p := &b.m.Parties[i]; p.Ref == prefer[role] {
					found, number = p, deputy
				}
			}
		}
		if found != nil {
			key := b.key(role)
			b.pv.Signers = append(b.pv.Signers, reports.Signatory{
				Role: string(role), Name: found.Name, Function: b.asked.FunctionOf(found), Entity: found.Entity,
				Field: strings.ToUpper(string(role)), Certificate: key.Fingerprint, Authority: key.Issuer,
				Method: methodOf(&key), Delegation: number,
			})
		}
	}
}

// certifier gives the reference of the PPO who holds the key that the journal knows, else of who opened the campaign.
func (b *builder) certifier() (found string) {
	opener, holder := b.state.OpenedBy.Ref, b.holder(recette.PPO)
	for i := range b.m.Parties {
		p := &b.m.Parties[i]
		theirs := holder != "" && p.Role == string(recette.PPO) && plan.FoldName(p.Name) == holder
		if theirs && (found == "" || p.Ref == opener) {
			found = p.Ref
		}
	}
	return cmp.Or(found, opener)
}

// holder gives the name, folded, of whoever holds the key of a role; empty when the journal does not tell.
func (b *builder) holder(role recette.Role) string {
	key := b.key(role)
	return plan.FoldName(strings.TrimPrefix(b.in.Texts[key.Name], "DEMO "))
}

// key gives what the journal knows of who signs in a role; empty when it knows nothing.
func (b *builder) key(role recette.Role) (known journal.Key) {
	for i := range b.in.Project {
		if k := b.in.Project[i].Leaf.Key; k != nil && k.Role == string(role) {
			known = *k
		}
	}
	return known
}

// methodOf says what kind of electronic signature a key makes, in the words of the eIDAS regulation (article 3), as far
// as the journal knows: the authority of a project vouches for a simple one and no more, and what the issuer of an
// imported certificate attests is not checked. Empty for a key that nobody declared.
func methodOf(k *journal.Key) string {
	switch {
	case k.Fingerprint == "":
		return ""
	case k.Level == "imported":
		return "electronic_issuer"
	}
	return "electronic_simple"
}

// journal binds the PV to the log: every leaf that it rests on, with its proof in the checkpoint.
func (b *builder) journal() error {
	c := b.in.Checkpoint
	b.pv.Journal = reports.Journal{
		Origin: c.Origin, Size: c.Size, Root: c.Root, Checkpoint: c.Note, Verifier: c.Verifier,
		Leaves: []reports.Leaf{},
	}
	at := make(map[int64]int, len(b.in.Records))
	for i := range b.in.Records {
		at[b.in.Records[i].Leaf.Seq] = i
	}
	for _, seq := range used(b.in.Records, b.scope) {
		leaf, err := b.leaf(seq, b.in.Records[at[seq]].Raw)
		if err != nil {
			return err
		}
		b.pv.Journal.Leaves = append(b.pv.Journal.Leaves, leaf)
	}
	for i := range b.in.Project {
		leaf, err := b.leaf(b.in.Project[i].Leaf.Seq, b.in.Project[i].Raw)
		if err != nil {
			return err
		}
		b.pv.Journal.Project = append(b.pv.Journal.Project, leaf)
	}
	for _, head := range b.in.Handovers {
		b.pv.Journal.Handovers = append(b.pv.Journal.Handovers, head.Note)
	}
	return nil
}

func (b *builder) leaf(seq int64, raw []byte) (reports.Leaf, error) {
	proof, ok := b.in.Proofs[seq]
	if !ok || seq >= b.in.Checkpoint.Size {
		return reports.Leaf{}, fmt.Errorf("leaf %d: %w", seq, ErrProof)
	}
	return reports.Leaf{Seq: seq, Raw: raw, Proof: list(proof)}, nil
}

// text gives the text behind a commitment; an erased one says so, when and why.
func (b *builder) text(commitment string) string {
	if commitment == "" {
		return ""
	}
	if t, ok := b.in.Texts[commitment]; ok {
		b.show(commitment, b.in.Salts[commitment])
		return t
	}
	e, ok := b.in.Erasures[commitment]
	if !ok {
		b.missing[commitment] = true
		return b.in.Words("pv.missing")
	}
	b.erased[commitment] = true
	if e.Reason == "" {
		return b.in.Words("pv.erased", b.dayOf(e.At))
	}
	return b.in.Words("pv.erased.why", b.dayOf(e.At), e.Reason)
}

// show notes that the PV shows what stands behind a commitment.
func (b *builder) show(commitment string, salt []byte) {
	if salt != nil {
		b.salts[commitment] = salt
	}
}

// openings proves what is shown: without the salts, whoever has the file alone could only believe it.
func (b *builder) openings() {
	b.pv.Openings = make([]reports.Opening, 0, len(b.salts))
	for _, c := range slices.Sorted(maps.Keys(b.salts)) {
		b.pv.Openings = append(b.pv.Openings, reports.Opening{Commitment: c, Salt: hex.EncodeToString(b.salts[c])})
	}
}

// dayOf writes the day of an instant of a leaf.
func (b *builder) dayOf(at string) string {
	if t := instant(at); t != nil {
		return b.day(*t)
	}
	return at
}

// name gives the name of an actor; an erased one keeps the pseudonymous reference.
func (b *builder) name(a journal.Actor) string {
	if p, ok := b.in.Persons[a.C]; ok && p.Name != "" {
		b.show(a.C, p.Salt)
		return p.Name
	}
	if _, ok := b.in.Erasures[a.C]; !ok {
		b.missing[a.C] = true
		return b.in.Words("pv.missing.person", a.Ref)
	}
	b.erased[a.C] = true
	return b.in.Words("pv.erased.person", a.Ref)
}

// instant reads the time of a leaf.
func instant(at string) *time.Time {
	t, err := time.Parse(journal.TimeLayout, at)
	if err != nil {
		return nil
	}
	return &t
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func unique(s []string) []string {
	out := slices.Clone(s)
	slices.Sort(out)
	return list(slices.Compact(out))
}
