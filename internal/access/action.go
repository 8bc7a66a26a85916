package access

// Action is something that a person does with a project or a campaign.
type Action string

// The actions that the product itself lets or refuses.
const (
	OpenCampaign     Action = "campaign.open"
	CloseCampaign    Action = "campaign.close"
	Iterate          Action = "campaign.iterate" // another build, or the texts of now
	Assign           Action = "campaign.assign"
	ExportKit        Action = "kit.export"        // cases to be played where there is no network
	Record           Action = "result.record"     // manual, or mixed: a person judges
	Transcribe       Action = "result.transcribe" // what somebody else found, from their filled cahier
	Automate         Action = "result.automate"   // results that automation alone produced, in a campaign
	RunFree          Action = "run"               // a run outside any campaign: nothing official comes out of it
	Rehearse         Action = "result.rehearse"   // a trial of cases of a campaign, out of its figures
	TakeOver         Action = "attempt.takeover"
	Attach           Action = "evidence.attach"
	RaiseAnomaly     Action = "anomaly.raise"
	QualifyAnomaly   Action = "anomaly.qualify" // change of severity
	DowngradeAnomaly Action = "anomaly.downgrade"
	CloseAnomaly     Action = "anomaly.close"
	AddReserve       Action = "reserve.add"
	AttestCampaign   Action = "campaign.attest" // what somebody affirms in their own name
	RecordDeviation  Action = "deviation.add"   // from the plan
	ConductSession   Action = "session.conduct" // open, close, say who is there
	SuspendCampaign  Action = "campaign.suspend"
	InvalidateResult Action = "result.invalidate"
	ReviewResult     Action = "result.review"   // to read over what somebody else found
	AmendResult      Action = "result.amend"    // one’s own, in the session in which it was obtained
	ContestResult    Action = "result.contest"  // another attempt decides
	ProposeAnomaly   Action = "anomaly.propose" // to the PO: that it weighs less
	AssignAnomaly    Action = "anomaly.assign"  // who corrects it, by when, in which order
	FixAnomaly       Action = "anomaly.fix"     // to say that a build corrects it
	RejectAnomaly    Action = "anomaly.reject"  // to set it aside: it is none, it will stay, it repeats another one
	DropAnomaly      Action = "anomaly.drop"    // to say that a failure is the matter of none
	FixReserve       Action = "reserve.fix"     // to say that a build corrects what it asks
	LiftReserve      Action = "reserve.lift"    // to lift, maintain, convert or abandon it
	LoadData         Action = "data.load"
	AskDerogation    Action = "derogation.ask"
	AnswerDerogation Action = "derogation.answer" // to grant it, or not
	Delegate         Action = "delegation.add"    // of a role, or its end
	GiveOpinion      Action = "opinion.give"      // in the role in which somebody says it
	AnswerWarning    Action = "warning.answer"    // that was computed before the signature
	SubmitPV         Action = "visa.submit"       // on the route to its decision
	GiveVisa         Action = "visa.give"         // to refuse it, to take it back, to take note
	AddMilestone     Action = "milestone.add"     // what starts or ends a delay of the regime
	Decide           Action = "decide"
	RenderPV         Action = "pv.render"
	EndPV            Action = "pv.end"         // to cancel a PV, or to have another one take its place
	ProposePVEnd     Action = "pv.end.propose" // to the PO
	AttachScan       Action = "pv.scan"        // of a printed PV that somebody signed by hand
	SignPPO          Action = "pv.sign.ppo"
	SignPO           Action = "pv.sign.po"
	SignConstat      Action = "pv.sign.constat" // of what was tested in a branch
	ManageUsers      Action = "user.manage"     // who holds which roles, and where
	ErasePersonal    Action = "personal.erase"  // texts, names and attachments, for ever
	AddKey           Action = "key.add"         // a certificate that will sign
	RotateLogKey     Action = "log.rotate"      // another key for the heads of the log
	RestoreLog       Action = "log.restore"     // another head than the one that was known

	// Reading. What is read is told apart: an administrator looks after the record without reading what people say.
	ReadStatus    Action = "status.read"    // campaigns, their frozen plan, figures and freshness
	ReadAttempts  Action = "attempts.read"  // what was observed of each case, step by step
	ReadDossier   Action = "dossier.read"   // anomalies, reserves, decisions and their texts
	ReadPV        Action = "pv.read"        // what a PV is made of, and which PVs there are
	ReadReception Action = "reception.read" // what a decision is pronounced upon, and what it waits for
	ReadPeople    Action = "people.read"    // who takes part, under which reference
	ReadJournal   Action = "journal.read"   // all entries as they are, with the names and texts beside them
	VerifyJournal Action = "journal.verify" // whether the record is whole: its hashes, its keys, where it lies
)

// The actions of a project that stand in files, which the product does not let or refuse: whoever reviews these files
// does. They are in the matrix so that it can be read whole.
const (
	writeFeatures  Action = "features.write"
	setCritical    Action = "journey.critical"
	markReady      Action = "features.ready"
	waiveCheck     Action = "check.waive"
	recordDecision Action = "decision.record"
	writeStrategy  Action = "strategy.write"
	writePlan      Action = "plan.write"
	defineData     Action = "data.define"
	changeOther    Action = "result.change" // the verdict of somebody else: nobody does
)

// Actions lists the actions, in the order of a recette.
func Actions() []Action {
	return []Action{
		writeFeatures, setCritical, markReady, waiveCheck, recordDecision, writeStrategy, writePlan, defineData,
		LoadData, OpenCampaign, CloseCampaign, Iterate, SuspendCampaign, AttestCampaign, RecordDeviation, Assign,
		ExportKit,
		ConductSession, Record, Automate, Rehearse, RunFree, TakeOver, Transcribe, AmendResult, changeOther,
		ReviewResult, InvalidateResult,
		ContestResult, Attach,
		RaiseAnomaly, QualifyAnomaly, ProposeAnomaly, DowngradeAnomaly, AssignAnomaly, FixAnomaly, RejectAnomaly,
		DropAnomaly, CloseAnomaly, AddReserve, FixReserve, LiftReserve, GiveOpinion, AskDerogation, AnswerDerogation,
		Delegate, AnswerWarning, RenderPV, SubmitPV, GiveVisa, AddMilestone, Decide,
		SignPPO, SignPO, SignConstat, AttachScan, ProposePVEnd, EndPV, ReadStatus, ReadAttempts, ReadDossier, ReadPV,
		ReadReception,
		ReadPeople, ReadJournal, VerifyJournal,
		ManageUsers, ErasePersonal, AddKey, RotateLogKey, RestoreLog,
	}
}

// whole tells whether an action bears on all branches at once, unless the rows that it bears on are said: whoever is
// limited to some branches does not do it.
func (a Action) whole() bool {
	switch a {
	case OpenCampaign, CloseCampaign, Iterate, SuspendCampaign, SubmitPV, AddMilestone, Decide, RenderPV, SignPPO,
		SignPO, SignConstat, ErasePersonal, ManageUsers, AddKey, RotateLogKey, RestoreLog, ReadPV, ReadJournal,
		AnswerWarning,
		EndPV, ProposePVEnd, AttachScan,
		AttestCampaign, RecordDeviation, LoadData, AnswerDerogation, Delegate, QualifyAnomaly,
		DowngradeAnomaly, RejectAnomaly, CloseAnomaly, AddReserve, FixReserve, LiftReserve:
		return true
	default:
		return false
	}
}
