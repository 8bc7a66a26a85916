package api

// KeyList is the document of "recette key list", version 1.
type KeyList struct {
	V    int   `json:"v"`
	Keys []Key `json:"keys"`
}

// Key is the certificate with which a role signs.
type Key struct {
	Role     string `json:"role"`
	Name     string `json:"name"`
	Level    string `json:"level"`
	SHA256   string `json:"sha256"`
	NotAfter string `json:"not_after"` // UTC, RFC 3339

	Authority string `json:"authority,omitempty"` // sha256 of the issuer's certificate, when it came along
}

// NewKeyList makes the document of certificates, in that order.
func NewKeyList(keys []Key) KeyList { return KeyList{V: 1, Keys: append([]Key{}, keys...)} }
