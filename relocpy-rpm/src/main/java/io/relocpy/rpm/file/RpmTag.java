package io.relocpy.rpm.file;

/**
 * Numbers of the header tags used by this library; {@link RpmHeader} also reads any other tag by its number.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/tags.html">Header tags</a>
 */
public final class RpmTag {
    private RpmTag() {}

    // Region tags, in both headers.
    static final int HEADER_IMAGE = 61;
    static final int HEADER_SIGNATURES = 62;
    static final int HEADER_IMMUTABLE = 63;

    /** Locales of the {@link HeaderType#I18NSTRING} entries. */
    public static final int HEADER_I18NTABLE = 100;

    // In the signature header.
    /** DSA or EdDSA signature of the main header, binary OpenPGP. */
    public static final int SIG_DSA = 267;
    /** RSA signature of the main header, binary OpenPGP. */
    public static final int SIG_RSA = 268;
    /** SHA-1 of the main header, hexadecimal. */
    public static final int SIG_SHA1 = 269;
    /** Size of header and payload in bytes, if 32 bits are not sufficient. */
    public static final int SIG_LONGSIZE = 270;
    /** SHA-256 of the main header, hexadecimal. */
    public static final int SIG_SHA256 = 273;
    /** Signatures of the files for the kernel's integrity subsystem (IMA). */
    public static final int SIG_FILESIGNATURES = 274;
    /** Signatures of the files for fs-verity. */
    public static final int SIG_VERITYSIGNATURES = 276;
    /** OpenPGP signatures of the main header in base64, rpm 6. */
    public static final int SIG_OPENPGP = 278;
    /** SHA3-256 of the main header, hexadecimal, rpm 6. */
    public static final int SIG_SHA3_256 = 279;
    /** Size of header and payload in bytes. */
    public static final int SIG_SIZE = 1000;
    /** OpenPGP (RSA) signature of header and payload. */
    public static final int SIG_PGP = 1002;
    /** MD5 of header and payload. */
    public static final int SIG_MD5 = 1004;
    /** OpenPGP (DSA) signature of header and payload. */
    public static final int SIG_GPG = 1005;

    // In the main header.
    /** Name. */
    public static final int NAME = 1000;
    /** Version. */
    public static final int VERSION = 1001;
    /** Release. */
    public static final int RELEASE = 1002;
    /** Epoch; absent means 0. */
    public static final int EPOCH = 1003;
    /** Summary. */
    public static final int SUMMARY = 1004;
    /** Description. */
    public static final int DESCRIPTION = 1005;
    /** Build time in seconds since 1970. */
    public static final int BUILDTIME = 1006;
    /** Installed size in bytes. */
    public static final int SIZE = 1009;
    /** Vendor. */
    public static final int VENDOR = 1011;
    /** License. */
    public static final int LICENSE = 1014;
    /** Home page. */
    public static final int URL = 1020;
    /** Architecture. */
    public static final int ARCH = 1022;
    /** Paths, in packages older than rpm 4. */
    public static final int OLDFILENAMES = 1027;
    /** File sizes. */
    public static final int FILESIZES = 1028;
    /** File modes. */
    public static final int FILEMODES = 1030;
    /** Device numbers of device nodes. */
    public static final int FILERDEVS = 1033;
    /** Modification times in seconds since 1970. */
    public static final int FILEMTIMES = 1034;
    /** File digests, hexadecimal. */
    public static final int FILEDIGESTS = 1035;
    /** Targets of symbolic links. */
    public static final int FILELINKTOS = 1036;
    /** File attributes; see {@link FileFlag}. */
    public static final int FILEFLAGS = 1037;
    /** Owners. */
    public static final int FILEUSERNAME = 1039;
    /** Groups. */
    public static final int FILEGROUPNAME = 1040;
    /** File name of the source package. */
    public static final int SOURCERPM = 1044;
    /** Names of what the package provides. */
    public static final int PROVIDENAME = 1047;
    /** Comparison flags of what the package requires. */
    public static final int REQUIREFLAGS = 1048;
    /** Names of what the package requires. */
    public static final int REQUIRENAME = 1049;
    /** Versions of what the package requires. */
    public static final int REQUIREVERSION = 1050;
    /** Comparison flags of what it conflicts with. */
    public static final int CONFLICTFLAGS = 1053;
    /** Names of what it conflicts with. */
    public static final int CONFLICTNAME = 1054;
    /** Versions of what it conflicts with. */
    public static final int CONFLICTVERSION = 1055;
    /** Names of what it obsoletes. */
    public static final int OBSOLETENAME = 1090;
    /** Device numbers of the files; with the inodes, they identify hard links. */
    public static final int FILEDEVICES = 1095;
    /** Inodes; hard links have the same one. */
    public static final int FILEINODES = 1096;
    /** Present in source packages. */
    public static final int SOURCEPACKAGE = 1106;
    /** Comparison flags of what it provides. */
    public static final int PROVIDEFLAGS = 1112;
    /** Versions of what it provides. */
    public static final int PROVIDEVERSION = 1113;
    /** Comparison flags of what it obsoletes. */
    public static final int OBSOLETEFLAGS = 1114;
    /** Versions of what it obsoletes. */
    public static final int OBSOLETEVERSION = 1115;
    /** Index of each file's directory in {@link #DIRNAMES}. */
    public static final int DIRINDEXES = 1116;
    /** Base names of the files. */
    public static final int BASENAMES = 1117;
    /** Directories, with a trailing slash. */
    public static final int DIRNAMES = 1118;
    /** {@code cpio}, or {@code drpm} in a delta package. */
    public static final int PAYLOADFORMAT = 1124;
    /** Name of the payload's compression. */
    public static final int PAYLOADCOMPRESSOR = 1125;
    /** Level of the payload's compression. */
    public static final int PAYLOADFLAGS = 1126;
    /** File sizes, if 32 bits are not sufficient. */
    public static final int LONGFILESIZES = 5008;
    /** Installed size in bytes, if 32 bits are not sufficient. */
    public static final int LONGSIZE = 5009;
    /** File capabilities in the notation of cap_from_text(3). */
    public static final int FILECAPS = 5010;
    /** Algorithm of {@link #FILEDIGESTS}, by OpenPGP's number; absent means MD5. */
    public static final int FILEDIGESTALGO = 5011;
    /** Names of what it recommends. */
    public static final int RECOMMENDNAME = 5046;
    /** Versions of what it recommends. */
    public static final int RECOMMENDVERSION = 5047;
    /** Comparison flags of what it recommends. */
    public static final int RECOMMENDFLAGS = 5048;
    /** Names of what it suggests. */
    public static final int SUGGESTNAME = 5049;
    /** Versions of what it suggests. */
    public static final int SUGGESTVERSION = 5050;
    /** Comparison flags of what it suggests. */
    public static final int SUGGESTFLAGS = 5051;
    /** Names of what it supplements. */
    public static final int SUPPLEMENTNAME = 5052;
    /** Versions of what it supplements. */
    public static final int SUPPLEMENTVERSION = 5053;
    /** Comparison flags of what it supplements. */
    public static final int SUPPLEMENTFLAGS = 5054;
    /** Names of what it enhances. */
    public static final int ENHANCENAME = 5055;
    /** Versions of what it enhances. */
    public static final int ENHANCEVERSION = 5056;
    /** Comparison flags of what it enhances. */
    public static final int ENHANCEFLAGS = 5057;
    /** IMA signatures of the files. */
    public static final int FILESIGNATURES = 5090;
    /** Digest of the compressed payload; all rpm versions write SHA-256. */
    public static final int PAYLOADDIGEST = 5092;
    /** Algorithm of {@link #PAYLOADDIGEST}, by OpenPGP's number. */
    public static final int PAYLOADDIGESTALGO = 5093;
    /** Digest of the uncompressed payload. */
    public static final int PAYLOADDIGESTALT = 5097;
    /** Format version of the package: 6; absent in older formats. */
    public static final int RPMFORMAT = 5114;
    /** SHA-512 of the compressed payload, rpm 6. */
    public static final int PAYLOADSHA512 = 5121;
    /** SHA-512 of the uncompressed payload, rpm 6. */
    public static final int PAYLOADSHA512ALT = 5122;
    /** SHA3-256 of the compressed payload, rpm 6. */
    public static final int PAYLOADSHA3_256 = 5123;
    /** SHA3-256 of the uncompressed payload, rpm 6. */
    public static final int PAYLOADSHA3_256ALT = 5124;
}
