package verify

import (
	"fmt"
	"strconv"

	"recette/internal/budget"
)

// The codes of ETSI EN 319 102-1 that apply here, under their own name.
const (
	FormatFailure         Code = "FORMAT_FAILURE"               // what is wrong with the signature
	HashFailure           Code = "HASH_FAILURE"                 // the signed bytes are not these
	cryptoFailure         Code = "SIG_CRYPTO_FAILURE"           // the signature value does not verify
	cryptoConstraints     Code = "CRYPTO_CONSTRAINTS_FAILURE"   // algorithm or key size
	ChainConstraints      Code = "CHAIN_CONSTRAINTS_FAILURE"    // the certificate may not sign documents
	noSigningCertificate  Code = "NO_SIGNING_CERTIFICATE_FOUND" //
	noCertificateChain    Code = "NO_CERTIFICATE_CHAIN_FOUND"   // no chain to a trusted authority
	Expired               Code = "EXPIRED"                      // certificate, at the declared time
	NotYetValid           Code = "NOT_YET_VALID"                // certificate, at the declared time
	SignatureConstraints  Code = "SIG_CONSTRAINTS_FAILURE"      // certification, lock or order
	expiredSince          Code = "EXPIRED_SINCE"                // an info
	TimeFuture            Code = "TIME_FUTURE"
	timeOrder             Code = "TIME_ORDER" // an info
	RoleMismatch          Code = "ROLE_MISMATCH"
	RoleUnstated          Code = "ROLE_UNSTATED"
	NameMismatch          Code = "NAME_MISMATCH"
	SameSigner            Code = "SAME_SIGNER"
	DemoMismatch          Code = "DEMO_MISMATCH"
	SignerExecuted        Code = "SIGNER_EXECUTED" // who signs as decided has a counted verdict in it
	NamesAlike            Code = "NAMES_ALIKE"     // of signers, which differ by letters that look alike alone
	NameScripts           Code = "NAME_SCRIPTS"    // a remark: a name in letters of several scripts
	formFree              Code = "FORM_FREE"       // an info: what no signature covers has several forms
	signatureUnreadable   Code = "SIGNATURE_UNREADABLE"
	CertificateUnverified Code = "CERTIFICATE_UNVERIFIED" // a certificate that came along and that nothing vouches for
)

// The codes of the file and of what changed.
const (
	NotAPV           Code = "NOT_A_PV" // a PDF of something else
	FileEncrypted    Code = "FILE_ENCRYPTED"
	FileLeading      Code = "FILE_LEADING" // bytes before the header
	FileUnreadable   Code = "FILE_UNREADABLE"
	FileLayout       Code = "FILE_LAYOUT"
	FileObjects      Code = "FILE_OBJECTS"      // unreadable, missing or unreachable objects
	Forbidden        Code = "FORBIDDEN"         // in revision 1, by path
	revisionCount    Code = "REVISION_COUNT"    //
	RevisionUnsigned Code = "REVISION_UNSIGNED" // a later revision without a new signature
	Changed          Code = "CHANGED"           // by path
	SignatureMissing Code = "SIGNATURE_MISSING"
	overWork         Code = "BUDGET_WORK"   // more work than a judgement may take
	OverMemory       Code = "BUDGET_MEMORY" // more memory
)

// The codes of the content.
const (
	Attached            Code = "ATTACHMENTS"
	AttachedDigest      Code = "ATTACHMENT_DIGEST"
	DataUnreadable      Code = "PV_UNREADABLE"
	DataSchema          Code = "PV_SCHEMA"
	FormatNewer         Code = "FORMAT_NEWER" // of pv.json or manifest.json: a later version wrote it
	ManifestUnreadable  Code = "MANIFEST_UNREADABLE"
	ManifestDigest      Code = "MANIFEST_DIGEST"
	CheckpointSignature Code = "CHECKPOINT_SIGNATURE"
	CheckpointMismatch  Code = "CHECKPOINT_MISMATCH"
	LeafUnreadable      Code = "LEAF_UNREADABLE"
	LeafNewer           Code = "LEAF_NEWER"        // of a version that this one does not read
	LeafKindUnknown     Code = "LEAF_KIND_UNKNOWN" // an info: proven, and changes nothing to the others
	LeafPosition        Code = "LEAF_POSITION"
	LeafProof           Code = "LEAF_PROOF"
	LeafDuplicate       Code = "LEAF_DUPLICATE"
	leafOrder           Code = "LEAF_ORDER"
	LeafForeign         Code = "LEAF_FOREIGN"
	OpeningMissing      Code = "OPENING_MISSING"
	HeaderMismatch      Code = "HEADER_MISMATCH"
	Scope               Code = "SCOPE"
	CaseMissing         Code = "CASE_MISSING"
	CaseUnknown         Code = "CASE_UNKNOWN"
	CaseOrder           Code = "CASE_ORDER"
	CaseText            Code = "CASE_TEXT"
	CaseVerdict         Code = "CASE_VERDICT"
	CaseResult          Code = "CASE_RESULT"
	StepVerdict         Code = "STEP_VERDICT"
	StepResult          Code = "STEP_RESULT"
	FiguresMismatch     Code = "FIGURES"
	FiguresMode         Code = "FIGURES_MODE"
	FiguresJourney      Code = "FIGURES_JOURNEY"
	JourneyMismatch     Code = "JOURNEY"
	PeriodMismatch      Code = "PERIOD"
	CriterionMismatch   Code = "CRITERION"
	AnomalyMismatch     Code = "ANOMALY"
	ReserveMismatch     Code = "RESERVE"
	SeverityMismatch    Code = "SEVERITY_CHANGES"
	AnomalyRules        Code = "ANOMALY_RULES" // a change that the rules do not let anybody record
	ReserveRules        Code = "RESERVE_RULES" // the same
	DecisionMismatch    Code = "DECISION"
	NoteRules           Code = "NOTE_RULES"       // a statement that the rules do not let anybody record
	liftingMismatch     Code = "LIFTING_MISMATCH" // what a PV of lifting says of its parent and reserves
	LiftingRules        Code = "LIFTING_RULES"    // a lifting that the rules do not allow
	NoteMismatch        Code = "NOTE"             // what people recorded beside results
	SignatoryUnknown    Code = "SIGNATORY"
	Derived             Code = "DERIVED"             // what is computed from plan and leaves comes out otherwise
	Unpublished         Code = "DERIVED_UNPUBLISHED" // it holds facts that came after the rules that it names
	Underived           Code = "DERIVED_EARLIER"     // the same, of a PV whose rules had no number
	PlacesErased        Code = "PLACES_ERASED"       // an info: a leaf erased names at places of the plan
	ClockBack           Code = "CLOCK_BACK"          // a remark: the clock went back between two leaves
	DecidedEarly        Code = "DECIDED_EARLY"       // dated before an execution that it judges
	IssuedEarly         Code = "ISSUED_EARLY"        // the PV is dated before its last fact
	SignedEarly         Code = "SIGNED_EARLY"        // dated before the PV was established
	FrozenLate          Code = "FROZEN_LATE"         // the plan is dated after the campaign that it opened
	StepRules           Code = "STEP_RULES"          // an observation that the rules do not let anybody record
	TranscriptRules     Code = "TRANSCRIPT_RULES"    // taken from a cahier, on a day on which nobody could play it
	CaseUnverified      Code = "CASE_UNVERIFIED"     // conform, and none of its expected results was found so
	MessageUnshown      Code = "MESSAGE_UNSHOWN"     // of a case whose expected results do not cite it
	NamesOrder          Code = "NAMES_ORDER"         // the plan lists the same twice, or out of order
	DecisionRules       Code = "DECISION_RULES"      // the facts do not allow it
	DecidedApart        Code = "DECIDED_APART"       // a later decision bears on a part of what the PV is about
	StepCorrected       Code = "STEP_CORRECTED"      // an info: it failed, then was found conform in the same attempt
	AnomalyLowered      Code = "ANOMALY_LOWERED"     // an info: it was graver; a doubt when not by who may
	evidenceAltered     Code = "EVIDENCE_ALTERED"
	EvidenceMissing     Code = "EVIDENCE_MISSING" // a remark: it is not where it was looked for
	openingUnfit        Code = "OPENING"          // an opening that opens nothing that the PV shows
	WordsUnproven       Code = "WORDS_UNPROVEN"   // a PV of before the openings: nothing proves its texts and names
	WordsAbsent         Code = "WORDS_ABSENT"     // a text that is not opened, and that no leaf of the file erased
)

// The codes of the pages, compared with what the data draw.
const (
	PageCount          Code = "PAGE_COUNT"
	PageOrder          Code = "PAGE_ORDER"        // a page in the place of another
	PageText           Code = "PAGE_TEXT"         // a text in the place of another
	PageTextAdded      Code = "PAGE_TEXT_ADDED"   //
	PageTextMissing    Code = "PAGE_TEXT_MISSING" //
	PageTextDrawn      Code = "PAGE_TEXT_DRAWN"   // at another place, size, font or colour
	PageShape          Code = "PAGE_SHAPE"        //
	PageShapeMissing   Code = "PAGE_SHAPE_MISSING"
	PageStacking       Code = "PAGE_STACKING" // the same in another order: what comes last hides what is below
	PageImage          Code = "PAGE_IMAGE"    // a picture placed or missing
	PagePicture        Code = "PAGE_PICTURE"  // what a picture shows
	PageFont           Code = "PAGE_FONT"     // what letters look like
	DrawnOtherwise     Code = "DRAWN_OTHERWISE"
	SignatureBox       Code = "SIGNATURE_BOX"    // does not show what the signature says
	SignatureReason    Code = "SIGNATURE_REASON" // is not that of the role and the decision
	NotDrawn           Code = "NOT_DRAWN"        // the data cannot be drawn
	PagesNotCompared   Code = "PAGES_NOT_COMPARED"
	PagesOtherLayout   Code = "PAGES_OTHER_LAYOUT" // a remark
	WordsUnknown       Code = "WORDS_UNKNOWN"      // of the document, in no version that this one knows
	ThumbnailMismatch  Code = "THUMBNAIL"          // not of its piece of evidence
	ThumbnailsAsserted Code = "THUMBNAILS_STATED"  // a remark: their evidence is not at hand
)

// The codes of which log this is, and of who may sign.
const (
	LogUnbound   Code = "LOG_UNBOUND"    // an info: the PV is of before the log said which key signs its heads
	LogBinding   Code = "LOG_BINDING"    // the leaves contradict each other, or the head is signed by another key
	logBoundLate Code = "LOG_BOUND_LATE" // an info: the key is bound from a position on
	LogRotated   Code = "LOG_ROTATED"    // an info
	LogUnvouched Code = "LOG_UNVOUCHED"  // an info: nothing shows that the key of before signed the change
	LogKeyLost   Code = "LOG_KEY_LOST"   // an info: the key of before did not vouch for this one
	LogRestored  Code = "LOG_RESTORED"   // an info: a backup was put back
	LogLeft      Code = "LOG_LEFT"       // an info: a restoration that may be why a head is of another history
	KeyUnknown   Code = "KEY_UNKNOWN"    // the leaves do not name this certificate in this role
	// the authority that issued the certificate is not the one that the leaves name
	authorityUnknown Code = "AUTHORITY_UNKNOWN"
	KeyReplaced      Code = "KEY_REPLACED" // the one that signs replaces another, on the word of a PPO alone
	KeyRestored      Code = "KEY_RESTORED" // the one that signs was named after the log was restored, on the same word
	KeyCompared      Code = "KEY_COMPARED" // an info: the same, and whoever verifies compared it with its holder
	KeyVouched       Code = "KEY_VOUCHED"  // an info: the same, and an authority outside of the project answers for it
)

// The codes of the comparison with the database.
const (
	journalUnsound    Code = "JOURNAL_UNSOUND"     // the database's own leaves do not give its head
	journalForeign    Code = "JOURNAL_FOREIGN"     // it is another journal than that of the PV
	JournalShort      Code = "JOURNAL_SHORT"       // fewer leaves than the PV's checkpoint
	JournalRoot       Code = "JOURNAL_ROOT"        // other leaves than the PV's checkpoint
	journalConsistent Code = "JOURNAL_CONSISTENCY" // no proof that the log only grew
	JournalKey        Code = "JOURNAL_KEY"
	LeafOmitted       Code = "LEAF_OMITTED"   // the database holds it, the PV does not
	JournalNewer      Code = "JOURNAL_NEWER"  // an entry of the database is of a version that this one does not read
	Erased            Code = "ERASED"         // an info: texts or names that can no longer be compared
	Erasure           Code = "ERASURE"        // an info: the leaf that erased some of them
	journalUnread     Code = "JOURNAL_UNREAD" // a damaged database refused to give something
	WordsMissing      Code = "WORDS_MISSING"  // texts or names that are gone, and that no leaf erased
	TextMismatch      Code = "TEXT_MISMATCH"
	PersonMismatch    Code = "PERSON_MISMATCH"
	PVUnknown         Code = "PV_UNKNOWN"      // never rendered under this number
	PVDiffers         Code = "PV_DIFFERS"      // another file was rendered
	SigningUnknown    Code = "SIGNING_UNKNOWN" // the journal does not know this signature
	SigningStripped   Code = "SIGNING_STRIPPED"
	RecordAltered     Code = "RECORD_ALTERED" // what the verification of the journal itself finds
	DecidedSince      Code = "DECIDED_SINCE"  // a remark: the journal holds a later decision
	FactsSince        Code = "FACTS_SINCE"    // a remark: it holds later results, anomalies or reserves
	SignedLate        Code = "SIGNED_LATE"    // signed after such a fact, that the PV does not show
	pvCancelled       Code = "PV_CANCELLED"   // the journal holds that it was
	pvReplaced        Code = "PV_REPLACED"    // another one took its place
	pvInForce         Code = "PV_IN_FORCE"    // an info: the decision-maker signed it, and nothing took its place
	pvSettled         Code = "PV_SETTLED"     // an info: each of its reserves is lifted, by PVs in force
	pvToReplace       Code = "PV_TO_REPLACE"  // an info: it is in force until the next one is signed
	pvLifted          Code = "PV_LIFTED"      // an info: another one lifts reserves that it carries
	parentEnded       Code = "PARENT_ENDED"   // of a PV of lifting: its parent was cancelled, or replaced, since
	HandSigned        Code = "HAND_SIGNED"    // an info: somebody says that it was signed by hand
	PVRules           Code = "PV_RULES"       // of an earlier PV the rules do not allow what was decided
	Superseded        Code = "SUPERSEDED"     // an info: a later version exists
)

// The codes of what is compared with other files of the same log.
const (
	Equivocation    Code = "EQUIVOCATION"     // another state of the same log
	NumberTwice     Code = "NUMBER_TWICE"     // another PV of the same number
	NumberElsewhere Code = "NUMBER_ELSEWHERE" // the same number, of another log
	ParentGiven     Code = "PARENT_GIVEN"     // an info: the PV whose reserves this one lifts is beside, as it is named
	ParentAbsent    Code = "PARENT_ABSENT"    // an info: it was not given
	ParentDiffers   Code = "PARENT_DIFFERS"   // what is beside under its number is another file
	ParentUnsound   Code = "PARENT_NOT_SOUND" // it is beside, and is not conform itself
	numberUnvouched Code = "NUMBER_UNVOUCHED" // an info: another content under the same number, that no signature holds
	// Another log tells of a campaign of the same name, under the same title.
	campaignElsewhere Code = "CAMPAIGN_ELSEWHERE"
	headRotated       Code = "HEAD_ROTATED"      // an info: under another key, and the change is proven
	headKeys          Code = "HEAD_KEYS"         // heads of one log, signed by two keys
	NotComparable     Code = "NOT_COMPARABLE"    // an info: nothing at hand proves that one begins the other
	ConstatApart      Code = "CONSTAT_APART"     // an info: the PV cites it, and does not carry it
	ConstatUnsound    Code = "CONSTAT_NOT_SOUND" // the PV carries it, and it is not conform itself
	ConstatDiffers    Code = "CONSTAT_DIFFERS"   // it says otherwise than the PV that carries it
	WitnessAgrees     Code = "WITNESS_AGREES"    // an info
	WitnessForeign    Code = "WITNESS_FOREIGN"   // an info: of another log
	WitnessUnsigned   Code = "WITNESS_UNSIGNED"  // not signed by the key of the log of the PV
)

// More says that findings of one code were left out.
const More Code = "MORE"

// Codes lists every code, for whoever writes their texts.
func Codes() []Code {
	return []Code{
		FormatFailure, HashFailure, cryptoFailure, cryptoConstraints, ChainConstraints, noSigningCertificate,
		noCertificateChain, Expired, NotYetValid, SignatureConstraints, expiredSince, TimeFuture, timeOrder,
		RoleMismatch,
		RoleUnstated, NameMismatch, SameSigner, SignerExecuted,
		NamesAlike, NameScripts, DemoMismatch, signatureUnreadable, formFree,
		CertificateUnverified,
		NotAPV, FileEncrypted, FileLeading, FileUnreadable, FileLayout, FileObjects, Forbidden, revisionCount,
		RevisionUnsigned, Changed, SignatureMissing,
		overWork, OverMemory,
		Attached, AttachedDigest, DataUnreadable, DataSchema, FormatNewer, ManifestUnreadable, ManifestDigest,
		CheckpointSignature,
		CheckpointMismatch,
		LeafUnreadable, LeafNewer, LeafKindUnknown, LeafPosition, LeafProof, LeafDuplicate, leafOrder, LeafForeign,
		OpeningMissing,
		HeaderMismatch, Scope,
		CaseMissing, CaseUnknown, CaseOrder, CaseText, CaseVerdict, CaseResult, StepVerdict, StepResult,
		FiguresMismatch,
		FiguresMode, FiguresJourney, JourneyMismatch, PeriodMismatch, CriterionMismatch, AnomalyMismatch,
		ReserveMismatch, SeverityMismatch, AnomalyRules, ReserveRules,
		DecisionMismatch, NoteMismatch, NoteRules, SignatoryUnknown, Derived, Underived, Unpublished, ClockBack,
		PlacesErased,
		DecidedEarly,
		IssuedEarly, SignedEarly, FrozenLate, StepRules, TranscriptRules, CaseUnverified, MessageUnshown,
		NamesOrder, DecisionRules,
		DecidedApart, StepCorrected,
		AnomalyLowered, DecidedSince, evidenceAltered, EvidenceMissing, RecordAltered, journalUnread,
		openingUnfit, WordsUnproven, WordsAbsent,
		PageCount, PageOrder, PageText, PageTextAdded, PageTextMissing, PageTextDrawn, PageShape, PageShapeMissing,
		PageStacking, PageImage, PagePicture, PageFont, DrawnOtherwise, SignatureBox, SignatureReason, NotDrawn,
		PagesNotCompared, PagesOtherLayout,
		WordsUnknown, ThumbnailMismatch, ThumbnailsAsserted,
		LogUnbound, LogBinding, logBoundLate, LogRotated, LogUnvouched, LogKeyLost, LogRestored, LogLeft, KeyUnknown,
		authorityUnknown,
		KeyReplaced, KeyRestored, KeyCompared, KeyVouched,
		journalUnsound, journalForeign, JournalShort, JournalRoot, journalConsistent, JournalKey, LeafOmitted,
		JournalNewer, Erasure, Erased,
		WordsMissing, TextMismatch,
		PersonMismatch,
		FactsSince, SignedLate,
		PVUnknown, PVDiffers, SigningUnknown, SigningStripped, Superseded, pvCancelled, pvReplaced,
		pvInForce, pvSettled,
		pvToReplace, pvLifted, HandSigned, parentEnded, PVRules, liftingMismatch, LiftingRules, More,
		ParentGiven, ParentAbsent, ParentDiffers, ParentUnsound, ConstatApart, ConstatUnsound, ConstatDiffers,
		Equivocation, NumberTwice, NumberElsewhere, numberUnvouched, campaignElsewhere, headRotated,
		headKeys, NotComparable,
		WitnessAgrees, WitnessForeign,
		WitnessUnsigned,
	}
}

// bad is a finding that ends in not conform, doubt one that ends in indeterminate, info one that changes nothing.
func bad(code Code, args ...string) Finding   { return Finding{code, NotConform, args} }
func doubt(code Code, args ...string) Finding { return Finding{code, Indeterminate, args} }
func info(code Code, args ...string) Finding  { return Finding{code, Conform, args} }

// shown is how many findings of one code are listed: a rewritten PV of ten thousand cases needs no list of each.
const shown = 20

// findings gathers findings in order, without saying one twice.
type findings struct {
	budget *budget.Budget
	all    []Finding
	at     map[string]int  // where each is listed, by code and arguments
	count  map[Code]int    // of those listed together
	worst  map[Code]Status // of all, listed or not
}

// kind says which findings are listed together: those of a code, and of what is altered for those that repeat it.
func (f *Finding) kind() Code {
	if f.Code == RecordAltered {
		return f.Code + Code("/"+f.Args[0])
	}
	return f.Code
}

func (f *findings) add(found Finding) {
	if f.budget.Work(findingWork) != nil { // what could not be read any more is not absent
		return
	}
	if f.count == nil {
		f.at, f.count, f.worst = map[string]int{}, map[Code]int{}, map[Code]Status{}
	}
	kind, key := found.kind(), fmt.Sprintf("%s %q", found.Code, found.Args)
	f.worst[kind] = worse(found.Status, f.worst[kind])
	if i, listed := f.at[key]; listed {
		f.all[i].Status = worse(f.all[i].Status, found.Status)
		return
	}
	if f.count[kind]++; f.count[kind] <= shown {
		f.at[key] = len(f.all)
		f.all = append(f.all, found)
	}
}

// list gives the findings, and after those of each kind how many more there are.
func (f *findings) list() []Finding {
	last := map[Code]int{}
	for i := range f.all {
		last[f.all[i].kind()] = i
	}
	out := make([]Finding, 0, len(f.all))
	for i := range f.all {
		out = append(out, f.all[i])
		kind := f.all[i].kind()
		if n := f.count[kind] - shown; n > 0 && last[kind] == i {
			out = append(out, Finding{More, f.worst[kind], []string{string(kind), strconv.Itoa(n)}})
		}
	}
	return out
}

// NamesPart tells whether an argument of a finding names a part of the formats, and is not a text of the file.
func NamesPart(code Code, i int) bool {
	at, names := map[Code]int{
		FormatFailure: 0, cryptoConstraints: 0, SignatureConstraints: 0, formFree: 0, HeaderMismatch: 0,
		JourneyMismatch: 1, CaseText: 1, ConstatDiffers: 1,
		CaseResult: 1, StepResult: 2, StepRules: 2, FiguresMismatch: 0,
		FiguresJourney: 1,
		PeriodMismatch: 0, CriterionMismatch: 0, AnomalyMismatch: 1, ReserveMismatch: 1, DecisionMismatch: 0,
		NoteMismatch: 0, SeverityMismatch: 1, liftingMismatch: 0, LiftingRules: 1, AnomalyRules: 1, ReserveRules: 1,
		Derived: 0, Underived: 0, LeafOmitted: 1, FileObjects: 1, Forbidden: 0, Changed: 0,
		DrawnOtherwise: 0, PageFont: 0, PagePicture: 0, NotDrawn: 0,
	}[code]
	return names && at == i || code == NoteRules && i > 0 || code == FiguresMode && i < 2
}
