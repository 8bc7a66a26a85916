package strictjson

import "crypto/sha256"

// Sum stands for a string of a model that is compared and never shown: its SHA-256; zero for the empty string. Two long
// texts take 64 bytes so.
type Sum [sha256.Size]byte

// SumOf gives the sum of a string.
func SumOf(s string) Sum { return sumOf([]byte(s)) }

func sumOf(text []byte) Sum {
	if len(text) == 0 {
		return Sum{}
	}
	return sha256.Sum256(text)
}
