package campaign_test

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/dataset"
	"recette/internal/campaign/document"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/meeting"
	"recette/internal/campaign/milestone"
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/recette"
)

// asked is the right that each call of the service asks for, as docs/droits.md names it. A call that checks asks for
// that of the act.
func asked() map[string]access.Action {
	return map[string]access.Action{
		"Outline": access.ReadStatus, "Proofs": access.ReadPV, "Erasable": access.ReadDossier,
		"Stood": access.ReadStatus, "Account": access.ReadStatus, "Clocks": access.ReadStatus,
		"Signoff": access.ReadStatus, "Forecast": access.ReadStatus, "Drifts": access.ReadStatus,
		"Loaded":   access.ReadStatus,
		"Tell":     access.ReadJournal,
		"Recorded": access.ReadJournal, "Answered": access.ReadStatus, "Manifest": access.ReadStatus,
		"Status": access.ReadStatus,
		"Cases":  access.ReadAttempts, "Piece": access.ReadAttempts, "Observed": access.ReadAttempts,
		"History": access.ReadAttempts, "Frozen": access.ReadStatus,
		"Situation": access.ReadDossier, "Reception": access.ReadReception,
		"View": access.ReadDossier, "Exit": access.ReadDossier, "May": access.ReadStatus,
		"Known": access.ReadReception, "PV": access.ReadReception,
		"ErasedAs": access.ReadPeople,

		"Open": access.OpenCampaign, "OpenFor": access.OpenCampaign, "Iterate": access.Iterate,
		"CheckIterate": access.Iterate, "Assign": access.Assign, "AssignOnce": access.Assign,
		"Close": access.CloseCampaign, "CheckKit": access.ExportKit,
		"BeginAttempt": access.Record, "BeginAttempt in a run": access.RunFree, "Record": access.Automate,
		"Record in a run": access.RunFree, "RecordAll": access.Record, "RecordAll in a run": access.RunFree,
		"Transcribe": access.Transcribe, "CheckTranscript": access.Transcribe, "Attach": access.Attach,
		"CheckTaker": access.Transcribe, "ProposedDue": access.ReadStatus,
		"Attach to a run": access.RunFree, "Release": access.TakeOver,
		"Amend": access.AmendResult, "CheckAmend": access.AmendResult, "Note": access.RecordDeviation,
		"NoteAll": access.RecordDeviation, "NoteOnce": access.RecordDeviation,
		"CheckNote": access.RecordDeviation, "Decide": access.Decide,
		"CheckDecide": access.Decide, "Extract": access.RenderPV, "ExtractWarned": access.AnswerWarning,
		"NextPV": access.RenderPV, "NextConstat": access.RenderPV, "NextLifting": access.RenderPV,
		"RecordPVRendered": access.RenderPV, "OpenRun": access.RunFree, "CloseRun": access.RunFree,
		"Erase": access.ErasePersonal, "ErasePerson": access.ErasePersonal, "EraseDue": access.ErasePersonal,
		"FinishErasures": access.ErasePersonal, "Rekey": access.RotateLogKey, "Restore": access.RestoreLog,
		"AddKeys": access.AddKey, "ChangeUser": access.ManageUsers,
	}
}

// noted is the right that each fact asks for.
func noted() map[access.Action][]fact.Fact {
	return map[access.Action][]fact.Fact{
		access.RaiseAnomaly: {
			gap.Anomaly{},
			gap.Change{Act: recette.AnomalyQualify},
			gap.Change{Act: recette.AnomalyNote},
			gap.Change{Act: recette.AnomalyReopen},
			gap.Change{Act: recette.AnomalyGrade},
		},
		access.ProposeAnomaly: {gap.Change{Act: recette.AnomalyPropose}},
		access.AssignAnomaly:  {gap.Change{Act: recette.AnomalyAssign}},
		access.FixAnomaly:     {gap.Change{Act: recette.AnomalyFix}},
		access.CloseAnomaly:   {gap.Change{Act: recette.AnomalyClose}},
		access.RejectAnomaly: {
			gap.Change{Act: recette.AnomalyReject},
			gap.Change{Act: recette.AnomalyWaive},
			gap.Change{Act: recette.AnomalyDuplicity},
		},
		access.FixReserve: {gap.Move{Act: recette.ReserveFix}},
		access.LiftReserve: {
			gap.Move{Act: recette.ReserveLift},
			gap.Move{Act: recette.ReserveMaintain},
			gap.Move{Act: recette.ReserveConvert},
			gap.Move{Act: recette.ReserveAbandon},
		},
		access.DropAnomaly:      {gap.Drop{}},
		access.AddReserve:       {gap.Reserve{}, gap.Move{Act: recette.ReserveUpdate}},
		access.ConductSession:   {meeting.Opening{}, meeting.Move{}, meeting.Closing{}},
		access.SuspendCampaign:  {meeting.Suspension{}, meeting.Resumption{}},
		access.GiveOpinion:      {advice.Opinion{}},
		access.AnswerWarning:    {advice.Answer{}},
		access.InvalidateResult: {advice.Invalidation{}},
		access.ContestResult:    {advice.Contest{}},
		access.RecordDeviation:  {advice.Deviation{}},
		access.ReviewResult:     {advice.Review{}},
		access.AttestCampaign:   {advice.Attestation{}, advice.Withdrawal{}},
		access.AskDerogation:    {advice.Derogation{}},
		access.AnswerDerogation: {advice.Ruling{}},
		access.Delegate:         {advice.Delegation{}, advice.DelegationEnd{}},
		access.SubmitPV:         {visa.Submission{}},
		access.GiveVisa:         {visa.Act{}},
		access.AddMilestone:     {milestone.Milestone{}},
		access.LoadData:         {dataset.Load{}},
		access.AttachScan:       {document.Scan{}},
		access.EndPV:            {document.End{}},
		access.ProposePVEnd:     {document.End{Propose: true}},
	}
}

// peopled is a campaign in which each role is held by somebody.
func peopled() plan.Manifest {
	m := manifest()
	m.Parties = nil
	for _, role := range recette.Participants() {
		m.Parties = append(m.Parties, plan.Participant{
			Ref: "p-" + string(role), Name: "La personne " + string(role), Role: string(role),
		})
	}
	return m
}

// TestService_AsksForTheRightOfTheAct holds each call of the service, and each fact, to the matrix, for every role: a
// call that asked for the right of another act, or for none, would let pass whom the matrix stops, or the contrary.
func TestService_AsksForTheRightOfTheAct(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	opened := func(t *testing.T) (*bench, string) {
		t.Helper()
		b := newBench(t, campaign.Policies{})
		must(t, b.s.Open(ctx, recette.Actor{Ref: "p-ppo", Name: "La personne ppo", Role: recette.PPO}, peopled()))
		run, err := b.s.OpenRun(ctx, recette.Actor{Ref: "p-tester", Role: recette.Tester}, campaign.FreeRun{})
		must(t, err)
		return b, run
	}
	holds := func(t *testing.T, name string, action access.Action, role recette.Role, err error) {
		t.Helper()
		may := slices.Contains(access.Holders(action), role)
		switch denied, refused := errors.AsType[*access.DeniedError](err); {
		case !may && !refused:
			t.Errorf("%s by %s, who has not %s: error = %v, want a refusal", name, role, action, err)
		case !may && denied.Cause == access.CauseRole && denied.Action != action:
			t.Errorf("%s by %s is refused for %s, want for %s", name, role, denied.Action, action)
		case may && refused && denied.Cause == access.CauseRole:
			t.Errorf("%s by %s, who has %s: %v", name, role, action, err)
		}
	}
	rights, stops := asked(), 0
	calls := func(role recette.Role) map[string]func(*bench, string) error {
		actor := recette.Actor{Ref: "p-" + string(role), Name: "La personne " + string(role), Role: role}
		all := map[string]func(*bench, string) error{}
		for name, read := range reads() {
			all[name] = func(b *bench, _ string) error { return read(ctx, b.s, actor, "v1") }
		}
		for name := range writes("") {
			all[name] = func(b *bench, run string) error { return writes(run)[name](ctx, b.s, actor) }
		}
		delete(all, "CheckSign") // of three rights, by the role: TestPV_Signatures and access tell them apart
		delete(all, "RecordPVSigned")
		return all
	}
	for _, role := range access.Roles() {
		shared, run := opened(t)
		for name, call := range calls(role) {
			action, known := rights[name]
			if !known {
				t.Errorf("no right is stated for %s", name)
				continue
			}
			b, in := shared, run
			if slices.Contains(access.Holders(action), role) {
				b, in = opened(t) // it may change what the others find
			} else {
				stops++
			}
			holds(t, name, action, role, call(b, in))
		}
		actor := recette.Actor{Ref: "p-" + string(role), Name: "La personne " + string(role), Role: role}
		for action, facts := range noted() {
			for _, f := range facts {
				holds(t, string(f.Kind()), action, role, shared.s.CheckNote(ctx, actor, "v1", f))
			}
		}
	}
	if stops < 100 {
		t.Errorf("%d refusals were looked at: the matrix stops more than that", stops)
	}
}
