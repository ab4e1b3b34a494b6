/* Sends a datagram by the call that takes several, as newer Nodes do, to an address that leads nowhere (RFC 5737). Exit status 0: it was refused. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int main(void) {
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(53)};
	inet_pton(AF_INET, "192.0.2.3", &to.sin_addr);
	struct iovec part = {.iov_base = "x", .iov_len = 1};
	struct mmsghdr message = {.msg_hdr = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &part, .msg_iovlen = 1}};
	return sendmmsg(socket(AF_INET, SOCK_DGRAM, 0), &message, 1, 0) < 0 ? 0 : 2;
}
