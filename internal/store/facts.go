package store

// Facts is what Doctor sees, as data: judging it and saying it are for the caller.
type Facts struct {
	Project        string            `json:"project"`
	SQLite         string            `json:"sqlite"`        // version of the library
	SchemaVersion  int               `json:"schemaVersion"` // of this database
	Latest         int               `json:"latest"`        // schema version of this program
	Settings       map[string]string `json:"settings"`      // as they read back, by pragma
	Leaves         int64             `json:"leaves"`
	LastCheckpoint int64             `json:"lastCheckpoint"` // size of the last checkpoint, 0 when there is none
	FileSystem     string            `json:"fileSystem"`
	Network        bool              `json:"network"` // a file system where locks are unreliable
	FreeBytes      uint64            `json:"freeBytes"`
	QuickCheck     []string          `json:"quickCheck"` // empty when SQLite finds its structures sound
}
