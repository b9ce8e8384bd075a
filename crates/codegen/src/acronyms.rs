//! Words that vendors write with capitals inside. Splitting a name by its capitals alone makes
//! `u_host_id` of `UHostId` and `i_pv4` of `IPv4`; these stay one word.
//!
//! A word stands here exactly as names have it. It counts only where a word begins, and only if
//! another word, a digit or nothing follows: `IDC` is not `ID` and `C`.

/// In the order of the alphabet; the longest that fits is taken.
pub const ACRONYMS: &[&str] = &[
    "ACL",
    "ACLs",
    "AI",
    "AMI",
    "API",
    "APIs",
    "ARN",
    "ASN",
    "AZ",
    "BGP",
    "CBS",
    "CC",
    "CDN",
    "CIDR",
    "CIDRs",
    "CLB",
    "CNAME",
    "CORS",
    "CPU",
    "CPUs",
    "CSR",
    "CVM",
    "DB",
    "DBs",
    "DDoS",
    "DHCP",
    "DNS",
    "EBS",
    "ECS",
    "EIP",
    "EIPs",
    "ENI",
    "ENIs",
    "FQDN",
    "GitHub",
    "GPU",
    "GPUs",
    "GRE",
    "HTTP",
    "HTTPS",
    "IAM",
    "ICMP",
    "ICP",
    "ID",
    "IDC",
    "IDs",
    "IOPS",
    "IoT",
    "IP",
    "IPs",
    "IPSec",
    "IPsec",
    "IPv4",
    "IPv6",
    "ISP",
    "JSON",
    "KMS",
    "LB",
    "MAC",
    "MD5",
    "MFA",
    "MongoDB",
    "MySQL",
    "NAT",
    "NIC",
    "NICs",
    "NoSQL",
    "OS",
    "OSS",
    "PostgreSQL",
    "QPS",
    "RAM",
    "RDS",
    "SDK",
    "SKU",
    "SLB",
    "SMS",
    "SQL",
    "SSD",
    "SSH",
    "SSL",
    "STS",
    "TCP",
    "TLS",
    "TTL",
    "UAccount",
    "UBandwidth",
    "UCDN",
    "UCloud",
    "UCloudStack",
    "UDB",
    "UDBs",
    "UDisk",
    "UDisks",
    "UDP",
    "UDPN",
    "UFile",
    "UFS",
    "UGC",
    "UGN",
    "UHost",
    "UHosts",
    "UIM",
    "UIN",
    "UK8S",
    "ULB",
    "ULBs",
    "UMem",
    "UNet",
    "UPgSQL",
    "UPhone",
    "UPHost",
    "UPHosts",
    "URI",
    "URL",
    "URLs",
    "USMS",
    "USnap",
    "UTC",
    "UUID",
    "UUIDs",
    "UVMS",
    "vCPU",
    "vCPUs",
    "VDisk",
    "VDisks",
    "VIP",
    "VIPs",
    "VM",
    "VMs",
    "VNC",
    "VNet",
    "VPC",
    "VPCs",
    "VPN",
    "VServer",
    "VServers",
    "VSwitch",
    "VSwitches",
    "WAF",
    "WAN",
    "WiFi",
    "XML",
];

/// The longest word of the table that stands at the start of the text and ends where a word may.
pub fn at_start(text: &str) -> Option<&'static str> {
    ACRONYMS
        .iter()
        .copied()
        .filter(|acronym| text.strip_prefix(acronym).is_some_and(may_follow))
        .max_by_key(|acronym| acronym.len())
}

/// Whether a word may end before this text.
fn may_follow(rest: &str) -> bool {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(c), next) if c.is_uppercase() => {
            next.is_some_and(char::is_lowercase) || at_start(rest).is_some()
        }
        (Some(c), _) => !c.is_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_holds_nothing_twice() {
        let key = |word: &&str| (word.to_lowercase(), word.to_string());
        let pair = ACRONYMS
            .windows(2)
            .find(|pair| key(&pair[0]) >= key(&pair[1]));
        assert_eq!(pair, None);
    }

    #[test]
    fn a_word_ends_where_another_begins() {
        assert_eq!(at_start("UHostId"), Some("UHost"));
        assert_eq!(at_start("IDs"), Some("IDs"));
        assert_eq!(at_start("IDCName"), Some("IDC"));
        assert_eq!(at_start("IDENTITY"), None);
        assert_eq!(at_start("VPCID"), Some("VPC"));
        assert_eq!(at_start("Identity"), None);
    }
}
