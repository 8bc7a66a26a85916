package api

// DataList is the document of "recette data list", version 1.
type DataList struct {
	V        int         `json:"v"`
	DataSets []DataEntry `json:"data_sets"`
}

// DataEntry is a data set, the cases that name it, and where its file stands in each open campaign.
type DataEntry struct {
	Code      string         `json:"code"`
	Kept      bool           `json:"kept"` // the project has its file
	Label     string         `json:"label,omitempty"`
	Origin    string         `json:"origin,omitempty"`
	Owner     string         `json:"owner,omitempty"`
	Antenne   string         `json:"antenne,omitempty"`
	Path      string         `json:"path,omitempty"`
	SHA256    string         `json:"sha256,omitempty"`
	Values    []string       `json:"values,omitempty"` // names
	Cases     []string       `json:"cases"`
	Campaigns []DataCampaign `json:"campaigns"`
}

// DataCampaign says where the file of a data set stands to what an open campaign froze: same, changed, gone, or
// unfrozen.
type DataCampaign struct {
	Campaign string `json:"campaign"`
	State    string `json:"state"`
}

// NewDataList makes the document of data sets, in that order.
func NewDataList(list []DataEntry) DataList {
	return DataList{V: 1, DataSets: append([]DataEntry{}, list...)}
}

// DataCheck is the document of "recette data check", version 1.
type DataCheck struct {
	V        int           `json:"v"`
	DataSets int           `json:"data_sets"` // that the project keeps
	Problems []DataProblem `json:"problems"`
}

// DataProblem is what is wrong with a data set, and where.
type DataProblem struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

// NewDataCheck makes the document of a check.
func NewDataCheck(kept int, problems []DataProblem) DataCheck {
	return DataCheck{V: 1, DataSets: kept, Problems: append([]DataProblem{}, problems...)}
}
