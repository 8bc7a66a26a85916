package signoff

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/replay"
	"recette/internal/verify"
	"recette/internal/vocabulary"
	"recette/reports"
)

// maxThumbnail is how much of a piece of evidence is read to draw it.
const maxThumbnail = 8 << 20

// Request asks for the PV of a journey, or of a whole campaign.
type Request struct {
	Campaign string
	Journey  string   // code; empty for all the journeys of the plan
	Antenne  string   // of a constat: the branch that it is of
	Annexes  []string // printed whole, of reports.ChosenAnnexes; nil: nobody chose
	Lifts    string   // number of the PV that this one lifts reserves of; empty for another PV
	Number   string   // from campaign.Service.NextPV; a draft that is not to be recorded says so in it
	// Constats gives the signed file of the constat of a branch, by its SHA-256 in hex, to be carried by the PV; nil
	// carries none.
	Constats func(sha256 string) ([]byte, bool)
	Present  map[string]string     // content hash of each case in the features as they are; nil when nobody looked
	Drifts   plan.Drifts           // how the frozen texts stand to them; nil when nobody looked
	Tags     vocabulary.Vocabulary // of the project
	Once     campaign.Request      // of a client that may ask again
}

// Draft is a PV that was made and not recorded.
type Draft struct {
	PV       reports.PV // until it is drawn
	Number   string
	Warnings []reports.Warning
	Evidence verify.Pieces     // that it names
	Apart    []reports.Constat // signed constats that it cites and does not carry

	request  Request
	reserves []string // that a PV of lifting lifts
	size     int64    // of the tree that the PV embeds
	manifest pdf.Attachment
	words    reports.Words
	files    []reports.Enclosure // what travels beside the data and the plan
}

// mostNumbers is how many times a PV is made again because another campaign took its number meanwhile.
const mostNumbers = 5

// Numbered makes a PV under the next number that is free: use makes, draws and records it. Numbers are of the whole
// project: when another campaign takes this one before it is recorded, use is called with the next. It returns
// campaign.ErrUnknownJourney, a refusal under access.ErrDenied for whoever may not render, and what use returns.
func (s *Service) Numbered(
	ctx context.Context, actor recette.Actor, id, journey string, use func(number string) error,
) error {
	return numbered(func() (string, error) { return s.Campaigns.NextPV(ctx, actor, id, journey) }, use)
}

// NumberedConstat is Numbered for the constat of a branch. It returns campaign.ErrUnknownAntenne.
func (s *Service) NumberedConstat(
	ctx context.Context, actor recette.Actor, id, antenne string, use func(number string) error,
) error {
	return numbered(func() (string, error) { return s.Campaigns.NextConstat(ctx, actor, id, antenne) }, use)
}

func numbered(next func() (string, error), use func(number string) error) error {
	for tries := 1; ; tries++ {
		number, err := next()
		if err != nil {
			return err
		}
		if err := use(number); !errors.Is(err, campaign.ErrExists) || tries == mostNumbers {
			return err
		}
	}
}

// NumberedLifting is Numbered for a PV of lifting of another, whose journey it gives. It returns
// *campaign.LiftingError too.
func (s *Service) NumberedLifting(
	ctx context.Context, actor recette.Actor, id, parent string, use func(number, journey string) error,
) error {
	for tries := 1; ; tries++ {
		number, journey, err := s.Campaigns.NextLifting(ctx, actor, id, parent)
		if err != nil {
			return err //nolint:wrapcheck // it says what is refused
		}
		if err := use(number, journey); !errors.Is(err, campaign.ErrExists) || tries == mostNumbers {
			return err
		}
	}
}

// Make makes the PV from the journal, for those who may render. The head of the journal is sealed for it.
func (s *Service) Make(ctx context.Context, actor recette.Actor, r Request) (*Draft, error) {
	in, err := s.load(ctx, actor, &r)
	if err != nil {
		return nil, err
	}
	now := s.Clock()
	if n := len(in.Records); n > 0 {
		if err := campaign.After(now, in.Records[n-1].Leaf.At); err != nil {
			return nil, err //nolint:wrapcheck // it says what is refused
		}
	}
	d := &Draft{request: r, Number: r.Number}
	d.manifest = pdf.Attachment{Name: reports.ManifestName, Data: in.LetManifest()}
	if err := d.manifest.Pack(); err != nil {
		return nil, err
	}
	texts, err := s.texts(in.Plan.Language)
	if err != nil {
		return nil, err
	}
	if d.words, err = s.Words(in.Plan.Language); err != nil {
		return nil, err
	}
	in.Present, in.Drifts, in.Number = r.Present, r.Drifts, r.Number
	in.IssuedAt, in.Producer = now.UTC().Truncate(time.Millisecond), s.Producer
	in.Demo, in.Words, in.Tags, in.Annexes = s.Keys.demo(), texts, r.Tags, r.Annexes
	in.Lifts = r.Lifts
	if d.PV, err = pv.Build(in); err != nil {
		return nil, err
	}
	if d.Evidence, err = s.evidence(ctx, &in, &d.PV); err != nil {
		return nil, err
	}
	d.files = reports.Enclose(
		&d.PV, d.words, replay.Zone(s.location(in.Plan.TimeZone), d.PV.IssuedAt), pictures(s.Evidence),
		s.joined(ctx, &d.PV, r.Constats)...,
	)
	if r.Lifts == "" {
		d.Apart = d.PV.Apart()
	}
	d.reserves = d.PV.Lifting.Here()
	d.Warnings, d.size = d.PV.Warnings, d.PV.Journal.Size
	return d, nil
}

// load reads what a PV, or the constat of a branch, is made of.
func (s *Service) load(ctx context.Context, actor recette.Actor, r *Request) (pv.Input, error) {
	if r.Antenne != "" {
		return pv.LoadConstat(ctx, s.Campaigns, actor, r.Campaign, r.Antenne)
	}
	return pv.Load(ctx, s.Campaigns, actor, r.Campaign, r.Journey)
}

// File is a PV drawn as a PDF.
type File struct {
	Data  []byte
	Pages int
}

// location is the time zone that pages and signatures are printed in: that of the campaign, else the project's as it
// is now.
func (s *Service) location(zone string) *time.Location {
	if l, err := time.LoadLocation(zone); err == nil && zone != "" {
		return l
	}
	return s.Clock().Location()
}

// Draw draws the pages and finalises them. The pages and the data of a large PV are never in memory with the PV that
// they are made of: the draft lets go of it.
func (s *Service) Draw(d *Draft) (File, error) {
	sum := sha256.New()
	data := pdf.Attachment{
		Name: reports.DataName, Write: func(w io.Writer) error { return reports.JSON(io.MultiWriter(w, sum), d.PV) },
	}
	if err := data.Pack(); err != nil {
		return File{}, err
	}
	source := replay.Source{
		PV: &d.PV, Words: d.words, Fingerprint: hex.EncodeToString(sum.Sum(nil)), Data: data, Manifest: d.manifest,
		File: d.file,
	}
	for i := range d.files {
		source.Files = append(source.Files, pdf.Attachment{Data: d.files[i].Data})
	}
	file, pages, err := replay.Draw(source)
	return File{Data: file, Pages: pages}, err
}

// file gives the content of what travels beside the data and the plan.
func (d *Draft) file(name string) ([]byte, bool) {
	i := slices.IndexFunc(d.files, func(e reports.Enclosure) bool { return e.Name == name })
	if i < 0 {
		return nil, false
	}
	return d.files[i].Data, true
}

// evidence counts the evidence that a PV names, as whoever verifies it here would.
func (s *Service) evidence(ctx context.Context, in *pv.Input, doc *reports.PV) (verify.Pieces, error) {
	named := map[string]int64{}
	for _, e := range doc.Pieces() {
		named[e.SHA256] = e.Size
	}
	erased := func(sum string) bool { _, gone := in.Erasures[sum]; return gone }
	return verify.Count(ctx, s.Look, named, erased, func(string, verify.Presence) {})
}

// pictures gives the bytes of pieces of evidence, or nothing: a PV is never refused for an image, and what is not what
// was recorded is not drawn.
func pictures(e Evidence) func(sum string) ([]byte, bool) {
	if e == nil {
		return nil
	}
	return func(sum string) ([]byte, bool) {
		f, err := e.Open(sum)
		if err != nil {
			return nil, false
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, maxThumbnail))
		return data, err == nil && verify.Digest(data) == sum
	}
}

// easy is the size of a file, in bytes, below which its verification is well within its budget.
const easy = 12 << 20

// RecordRendered binds a drawn PV to the journal. It returns campaign.ErrExists when its number was given meanwhile:
// the PV is then made again under the next one. It returns ErrTooLarge, and records nothing, for a PV that verification
// could not afford: it could neither be signed nor judged.
func (s *Service) RecordRendered(ctx context.Context, actor recette.Actor, d *Draft, f File) error {
	if len(f.Data) > easy {
		if err := s.affordable(ctx, f.Data); err != nil {
			return err
		}
	}
	return s.Campaigns.RecordPVRendered(ctx, actor, d.request.Campaign, campaign.Rendered{
		Number: d.Number, Journey: d.request.Journey, SHA256: verify.Digest(f.Data), Checkpoint: d.size,
		Lifts: d.request.Lifts, Reserves: d.reserves,
		Antenne: d.request.Antenne, Request: d.request.Once,
	})
}

// Document is the file of a PV, and the PV that travels in it.
type Document struct {
	Data []byte
	PV   reports.PV // what a signature says of it: the cases and their leaves are let go, which others judge

	fingerprint string // of all its data

	sum     string // SHA-256 of the file, in hex
	judged  bool   // checkPages was asked
	refused error  // what it answered
}

// Read reads the file of a PV, within the budget of its verification. Any error but that of the context says that it
// is none.
func Read(ctx context.Context, data []byte) (*Document, error) {
	files, err := verify.Enclosures(ctx, data)
	if err != nil {
		return nil, err
	}
	doc, fingerprint, err := replay.Data(files)
	if err != nil {
		return nil, err
	}
	doc.Cases, doc.Stories, doc.Openings, doc.Journal.Leaves = nil, nil, nil, nil
	return &Document{Data: data, PV: doc, fingerprint: fingerprint, sum: verify.Digest(data)}, nil
}
