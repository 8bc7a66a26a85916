package archtest

// keptExported lists what may stay exported without a user outside its package, each with its reason. The list only
// grows shorter: what is in it and is used, or gone, fails the test too.
func keptExported() map[string]string {
	kept := map[string]string{}
	for why, names := range map[string][]string{
		"the table and its reader; nothing imports the package": {
			"archtest.Check", "archtest.Package", "archtest.Room", "archtest.Stale", "archtest.Table",
		},
		"one of the fields of a form, whose sisters are named elsewhere": {
			"campaign.FieldCause", "campaign.FieldComment", "campaign.FieldFile", "campaign.FieldFileName",
			"campaign.FieldHolder",
			"campaign.FieldMessage", "campaign.FieldNote", "campaign.FieldObserved",
			"campaign.FieldOwner", "campaign.FieldReason", "campaign.FieldSummary", "campaign.FieldText",
			"campaign.FieldWorkaround",
		},
		"what templates of pages call": {
			"kit.page.Say", "web.view.Clock", "web.view.ZoneName",
			"web.consulted.Flawed", "web.consulted.Last", "web.consulted.Objects", "web.consulted.Titled",
			"web.exhibit.KB", "web.exhibit.Short", "web.ground.Left", "web.ground.On", "web.ground.Players",
			"web.ground.Said", "web.ground.Ticked", "web.handledAnomaly.Eases", "web.handledAnomaly.Last",
			"web.handledAnomaly.Lesser", "web.handledAnomaly.Lives", "web.handledAnomaly.Or", "web.inner.PieceAt",
			"web.inner.Together", "web.listed.Journeys", "web.listed.Kept", "web.listed.Paged", "web.played.Attempt",
			"web.played.Counts", "web.played.Message", "web.played.Mixed", "web.played.Previous",
			"web.raising.Latest", "web.raising.Numbered", "web.raising.Takes", "web.received.Answering",
			"web.received.BackAt", "web.received.Chosen", "web.received.Citable", "web.received.DecideAt",
			"web.received.Effects", "web.received.Seen", "web.received.Typed", "web.received.Viewed",
			"web.reserves.Classes", "web.row.Bad", "web.row.Counted", "web.row.Shown", "web.view.Acting",
			"web.view.AnomalyAt", "web.view.AnomalyStatuses", "web.view.Bar", "web.view.Can", "web.view.CaseAt",
			"web.view.Causes", "web.view.Char", "web.view.Day", "web.view.Does", "web.view.Drift",
			"web.view.Figures", "web.view.Fill", "web.view.Form", "web.view.From", "web.view.Gesture",
			"web.view.GoLives", "web.view.Ground", "web.view.Held", "web.view.HeldMore", "web.view.KeyWord",
			"web.view.Lang", "web.view.Mark", "web.view.MaxFile", "web.view.MaxFileMB", "web.view.Met",
			"web.view.MetClass", "web.view.MetMark", "web.view.Moment", "web.view.Of", "web.view.On",
			"web.view.Paragraphs", "web.view.Pieces", "web.view.Priorities", "web.view.RaiseAt",
			"web.view.RaiseFrom", "web.view.Refusing", "web.view.ReservesAt", "web.view.Row", "web.view.RowOf",
			"web.view.Severities", "web.view.Shortcuts", "web.view.Stands", "web.view.StepOf",
			"web.view.StepVerdict", "web.view.Verdict",
		},
		"what the library of the API names in its description by the type": {
			"web/rest.Problem", "web/rest.Where",
		},
		"the session that a door conducts, answer by answer": {
			"execution.ErrWithin",
		},
		"a reason why nothing is recorded, or a weight of a severity, whose sisters are named elsewhere": {
			"app.AccountsShut", "app.DiskFailing", "app.DiskFull", "app.DiskReadOnly", "app.Doubted", "app.NoLogKey",
			"app.RecordBusy", "app.RecordShut", "recette.WeighsNothing", "recette.WeighsReserve",
		},
		"one of the codes of a verification, which are told apart by their class elsewhere": {
			"store.CheckpointSignature", "store.DocumentMissing",
			"store.ErasureUndone", "store.EvidenceErased", "store.EvidenceOrphan", "store.HashAltered",
			"store.HashExtra",
			"store.HashMissing",
			"store.HeadBeyond", "store.HeadRoot", "store.LeafMisplaced", "store.LeafUnreadable",
		},
	} {
		for _, name := range names {
			kept[name] = why
		}
	}
	return kept
}
