/** Files whose content no prompt should have, whatever the user has set: passwords, keys, certificates. */
export const secretFiles: readonly string[] = [
	'.env',
	'.env.*',
	'*.env',
	'.envrc',
	'*.{pem,key,p12,pfx,jks,keystore,kdbx,asc,gpg,ppk,crt,cer,der,csr,ovpn}',
	'{id_rsa,id_dsa,id_ecdsa,id_ed25519}*',
	'{.ssh,.gnupg,.aws,.kube,.docker}',
	'{.netrc,_netrc,.npmrc,.pypirc,.pgpass,.git-credentials,.htpasswd}',
	'*{secret,secrets,credential,credentials}*.{json,yaml,yml,toml,ini,txt,properties,xml}',
	'*.{tfvars,tfstate}',
];
