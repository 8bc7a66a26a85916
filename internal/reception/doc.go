// Package reception is what people do between the follow-up of a campaign and the last signature of its PV, at a
// server that they reach by a browser: decide, establish the PV, sign it. It opens the record for each gesture, keeps
// the files of PVs, and seals the journal after.
//
// What it refuses: rules of the trade, which are those of internal/campaign and internal/signoff; to know browsers, and
// how somebody proved who they are, which it is told; and to keep a passphrase longer than its gesture.
package reception
