package verify

import (
	"errors"
	"path"
	"slices"
	"strconv"

	"recette/internal/journal"
)

// Names of the files inside a PV.
const (
	dataName     = "pv.json"
	manifestName = "manifest.json"
)

// proven is a leaf whose place in the log is proven.
type proven struct {
	leaf  journal.Leaf // without its observations
	steps []sighting
	raw   []byte // until all are proven
}

// content judges what the PV says: that its text is the one that was frozen, its leaves those of the log, and its
// figures those that the leaves give.
func (c *check) content() {
	d := c.docs[0]
	if d == nil {
		c.contents.add(bad(DataUnreadable, "structure"))
		return
	}
	clear(c.docs[1:]) // what was signed is judged: nobody looks at the revisions between any more
	c.models = c.budget.Held()
	files, err := attachments(d, c.budget)
	if err != nil {
		c.contents.add(bad(Attached, cause(err, "structure")))
		return
	}
	for _, f := range files {
		f.reused = c.o.Pages != nil // the judge of the pages draws them again
	}
	for _, name := range []string{dataName, manifestName} {
		if files[name] == nil {
			c.contents.add(bad(Attached, name))
		}
	}
	data := newRecordFile()
	pv := &data.record
	if err := files[dataName].decode(data); err != nil || pv.Schema != dataSchema {
		c.otherSchema(files[dataName], err)
		return
	}
	c.pv, c.files, c.canon = pv, files, canonOf(pv.Derivation)
	if pv.Derivation < 0 || pv.Derivation > derivation {
		c.contents.add(doubt(FormatNewer, dataName, strconv.Itoa(pv.Derivation)))
	}
	c.describe()
	c.forms()
	c.enclosed(files)
	c.people()
	c.leaves()
	if c.report.Data != nil {
		c.report.Data.Leaves = len(c.proven)
	}
	frozen, plan := files[manifestName], newManifestFile(c.budget)
	sum, err := frozen.DecodeSum(plan)
	if err != nil || plan.V < 1 || plan.V > manifestVersion {
		if sum, ok := c.sumOf(frozen); ok {
			c.otherManifest(frozen, sum, err)
		}
		return
	}
	c.frozen = &plan.manifest
	c.joined()
	c.opening(sum)
	c.header()
	if c.beyond = c.unpublished(plan.V); c.beyond {
		return
	}
	if !c.newer && pv.Derivation >= 0 && pv.Derivation <= derivation {
		c.recount()
	}
}

// sumOf gives the digest of the plan, none of one that is not there; false when it cannot be read.
func (c *check) sumOf(frozen *Enclosure) (sum string, ok bool) {
	if frozen == nil {
		return "", true
	}
	sum, err := frozen.digest()
	if err != nil {
		c.contents.add(bad(Attached, cause(err, "structure")))
	}
	return sum, err == nil
}

// otherSchema says why the data cannot be judged: a later version wrote them, or they are no data of a PV.
func (c *check) otherSchema(data *Enclosure, why error) {
	var form struct {
		Schema string `json:"schema"`
	}
	if err := data.decode(&form); err != nil {
		why = err
	}
	switch {
	case why == nil && later(form.Schema, dataSchema), form.Schema != dataSchema && later(form.Schema, dataSchema):
		c.contents.add(doubt(FormatNewer, dataName, form.Schema))
	case why != nil:
		c.contents.add(bad(DataUnreadable, cause(why, "json")))
	default:
		c.contents.add(bad(DataSchema, form.Schema))
	}
}

// otherManifest says the same of the plan.
func (c *check) otherManifest(frozen *Enclosure, sum string, why error) {
	var form struct {
		V int `json:"v"`
	}
	if frozen.decode(&form) == nil && form.V > manifestVersion {
		c.contents.add(doubt(FormatNewer, manifestName, strconv.Itoa(form.V)))
		c.opening(sum)
		return
	}
	word := "version"
	if why != nil {
		word = cause(why, "json")
	}
	c.contents.add(bad(ManifestUnreadable, word))
}

// later reports whether a format is a newer version of one that is read: the same name, a greater number.
func later(given, read string) bool {
	name, number := path.Split(read)
	newName, newNumber := path.Split(given)
	old, err1 := strconv.Atoi(number)
	n, err2 := strconv.Atoi(newNumber)
	return err1 == nil && err2 == nil && newName == name && n > old
}

// describe fills what the report says of the PV.
func (c *check) describe() {
	pv := c.pv
	c.report.Data = &Data{
		Number: pv.Number, Title: pv.Title, Decision: pv.Decision.Decision, Campaign: pv.Reference.Campaign,
		Origin: pv.Journal.Origin, Checkpoint: pv.Journal.Size, Root: pv.Journal.Root, Verifier: pv.Journal.Verifier,
		Commit: pv.Reference.Commit, Cases: len(pv.Cases), Demo: pv.Demo,
		Lifts: c.liftedData(), Antenne: pv.Antenne,
	}
	c.planSum = pv.Reference.Manifest
}

// people compares who signed with who was to sign, and the marks of demonstration on both sides.
func (c *check) people() {
	demo, whole := false, true
	for _, s := range c.signed {
		i := slices.IndexFunc(c.pv.Signers, func(p signatory) bool { return p.Field == s.out.Field })
		switch {
		case s.dict == nil: // it has no name to compare
		case i < 0:
			s.fail(NameMismatch, s.name, "")
		case !sameName(c.pv.Signers[i].Name, s.name):
			s.fail(NameMismatch, s.name, c.pv.Signers[i].Name)
		}
		demo = demo || s.out.Demo
		if s.out.Demo && !c.pv.Demo {
			s.fail(DemoMismatch)
		}
	}
	for _, p := range c.pv.Signers {
		whole = whole && slices.ContainsFunc(c.signed, func(s *signature) bool { return s.out.Field == p.Field })
	}
	if c.pv.Demo && whole && !demo && len(c.signed) > 0 {
		c.contents.add(bad(DemoMismatch))
	}
}

// leaves checks the signed head and each leaf: its one form, its place, its proof. A leaf of a newer version is proven
// as any other, but what it says is not known: nothing is recounted without it, and the verdict stays open. A leaf of
// an unknown kind says nothing of the others, and is listed.
func (c *check) leaves() {
	j := &c.pv.Journal
	head, err := journal.OpenCheckpoint(j.Checkpoint, j.Verifier)
	if err != nil {
		c.contents.add(bad(CheckpointSignature, cause(err, "form")))
		return
	}
	if head.Origin != j.Origin || head.Size != j.Size || head.Root != j.Root {
		c.contents.add(bad(CheckpointMismatch))
	}
	seen, words := map[int64]bool{}, lexicon{}
	kept := c.o.Beside || len(c.o.Witnesses) > 0 || c.carries() // what was proven is asked for again
	for i := range j.Leaves {
		row := &j.Leaves[i]
		at := strconv.FormatInt(row.Seq, 10)
		if seen[row.Seq] {
			c.contents.add(bad(LeafDuplicate, at))
			continue
		}
		seen[row.Seq] = true
		if i > 0 && row.Seq < j.Leaves[i-1].Seq {
			c.contents.add(bad(leafOrder, at))
		}
		leaf, newer, ok := c.prove(&head, row)
		if !ok {
			continue
		}
		if leaf.Campaign != c.pv.Reference.Campaign {
			c.contents.add(bad(LeafForeign, at))
			continue
		}
		switch {
		case newer:
			c.newer = true
			c.contents.add(doubt(LeafNewer, at, strconv.Itoa(leaf.V), strconv.Itoa(journal.Version)))
		case !leaf.Kind.Known():
			c.contents.add(info(LeafKindUnknown, at, string(leaf.Kind)))
		}
		c.proven = append(c.proven, proven{leaf: leaf, steps: words.sightings(&leaf), raw: row.Raw})
		if !kept {
			row.Raw, row.Proof = nil, nil
		}
	}
	slices.SortFunc(c.proven, func(a, b proven) int { return int(a.leaf.Seq - b.leaf.Seq) })
	if kept {
		c.keepHead(&head)
	}
	for i := range c.proven { // it takes as much as what it says
		c.proven[i].raw = nil
	}
	for i := range j.Leaves {
		j.Leaves[i].Raw, j.Leaves[i].Proof = nil, nil
	}
	c.project(&head)
}

// prove reads a leaf in its one form, at its place, with its proof.
func (c *check) prove(head *journal.Signed, row *leafRow) (leaf journal.Leaf, newer, ok bool) {
	at := strconv.FormatInt(row.Seq, 10)
	leaf, err := journal.Decode(row.Raw)
	newer = errors.Is(err, journal.ErrNewer)
	switch {
	case err != nil && !newer:
		c.contents.add(bad(LeafUnreadable, at, cause(err, "form")))
	case leaf.Seq != row.Seq:
		c.contents.add(bad(LeafPosition, at))
	case journal.VerifyInclusion(
		head.Size, head.Root, row.Seq, row.Raw, journal.Proof{Seq: row.Seq, Hashes: row.Proof},
	) != nil:
		c.contents.add(bad(LeafProof, at))
	default:
		ok = true
	}
	return leaf, newer, ok
}

// opening ties the manifest to the log: one leaf opened the campaign, and it, or the last of those by which it went on,
// names these bytes.
func (c *check) opening(sum string) {
	if c.pv.Reference.Manifest != sum {
		c.contents.add(bad(ManifestDigest, sum))
	}
	opened := 0
	var named []string
	for i := range c.proven {
		l := &c.proven[i].leaf
		switch {
		case l.V > journal.Version:
			continue
		case l.Kind == journal.KindCampaignOpen:
			opened++
		case l.Kind != journal.KindCampaignIterate:
			continue
		}
		named = append(named, l.Document())
		if c.frozen != nil {
			c.inForce(l, len(named)-1)
		}
	}
	if c.frozen != nil {
		c.successive(named, sum)
	} else if opened > 0 && named[len(named)-1] != sum {
		c.contents.add(bad(ManifestDigest, sum))
	}
	if opened > 1 || opened == 0 && !c.newer {
		c.contents.add(bad(OpeningMissing, strconv.Itoa(opened)))
	}
}
