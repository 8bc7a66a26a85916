package api

import (
	"slices"

	"recette/reports"
)

// WarningList is the document of "recette pv answer", version 1.
type WarningList struct {
	V        int               `json:"v"`
	Campaign string            `json:"campaign"`
	Journey  string            `json:"journey,omitempty"`
	Warnings []reports.Warning `json:"warnings"` // that stand, in the language of the reader
}

// NewWarningList gives the warnings that stand, in the order of the PV; worded says each for the reader.
func NewWarningList(
	campaign, journey string, all []reports.Warning, worded func(*reports.Warning) string,
) WarningList {
	doc := WarningList{V: 1, Campaign: campaign, Journey: journey, Warnings: slices.Clone(all)}
	if doc.Warnings == nil {
		doc.Warnings = []reports.Warning{}
	}
	for i := range doc.Warnings {
		doc.Warnings[i].Text = worded(&all[i])
	}
	return doc
}
