package journal

// Entry is a fact on its way to the log: the leaf without Seq, and what the leaf commits to. At is set by the caller,
// from the one clock of the process. The store gives Seq, and stores leaf, texts and persons in one transaction.
type Entry struct {
	Leaf    Leaf
	Texts   []Text
	Persons []Person
	Blobs   []Blob // small documents that the leaf names by SHA-256: a manifest
}

// Text is a free text that the leaf commits to. Erasing it, with its salt, leaves every proof valid.
type Text struct {
	Commitment string // Commitment(Salt, Value), hex
	Salt       []byte // 16 random bytes
	Value      string
}

// Person is a name that the leaf commits to.
type Person struct {
	Ref        string
	Salt       []byte
	Name       string
	Role       string
	Commitment string
}

// Blob is a small document that the leaf names, addressed by content.
type Blob struct {
	SHA256 string
	Data   []byte
}

// Record is a stored leaf: the decoded value and the exact bytes that were hashed.
type Record struct {
	Leaf Leaf
	Raw  []byte
}

// Head is where a log stands while an append holds its lock: nobody else appends meanwhile.
type Head struct {
	Size   int64 // entries that are durable
	Others int64 // another process may have appended entries before this position; those from it on are of this one
}

// Filter selects records. Zero fields select everything.
type Filter struct {
	Campaign string
	Case     string
	Kinds    []Kind
	From     int64 // first position, inclusive
}

// Signed is a signed checkpoint: a C2SP tlog-checkpoint in a signed note.
type Signed struct {
	Origin   string // "recette/<project uuid>"
	Size     int64  // number of leaves
	Root     string // base64 of the root hash
	Note     string // the whole signed note
	Verifier string // the verifier key, in the note package's text form
}

// Proof is an inclusion proof of one leaf: hashes in base64, from leaf to root.
type Proof struct {
	Seq    int64    `json:"seq"`
	Hashes []string `json:"hashes"`
}
