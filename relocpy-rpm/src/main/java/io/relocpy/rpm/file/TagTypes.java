package io.relocpy.rpm.file;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types that rpm 4.18 defines for tags ({@code rpmTagGetTagType}) and enforces, since a tag of another type would
 * be misinterpreted. Tags that are not listed may have any type.
 */
final class TagTypes {
    private static final Map<Integer, HeaderType> MAIN = table(Map.of(
            HeaderType.STRING, // or another text type
            "100 266 269 273 276 1000-1002 1004-1005 1007 1010-1011 1014-1016 1018-1027 1035-1036 1039-1040 1044 1047"
                    + " 1049-1050 1054-1055 1059-1062 1064-1067 1079 1081-1082 1085-1092 1094 1097-1099 1113 1115 1117-1118"
                    + " 1120-1126 1132-1133 1135 1142 1147-1157 1159-1160 1196 5000-5002 5005-5007 5010 5012-5016 5030-5031"
                    + " 5034-5036 5040-5044 5046-5047 5049-5050 5052-5053 5055-5056 5058-5062 5066-5067 5069 5071 5076-5077"
                    + " 5079 5081 5086-5090 5092 5096-5101",
            HeaderType.INT32,
            "257 277 1003 1006 1008-1009 1028 1034 1037 1045-1046 1048 1051-1053 1068-1069 1080 1095-1096 1106 1112 1114"
                    + " 1116 1119 1127-1129 1134 1140-1141 1143-1145 1158 1161 1195 5011 5017-5027 5032-5033 5037 5045 5048"
                    + " 5051 5054 5057 5068 5070 5072 5078 5080 5082 5084-5085 5091 5093",
            HeaderType.BIN,
            "259 261-262 267-268 1012-1013 1043 1146",
            HeaderType.INT64,
            "270-271 5008-5009",
            HeaderType.CHAR,
            "1029",
            HeaderType.INT16,
            "1030 1033"));

    /** In the signature header, the same numbers have different meanings. */
    private static final Map<Integer, HeaderType> SIGNATURE = table(Map.of(
            HeaderType.BIN, "267-268 999 1002 1004-1005 1008",
            HeaderType.STRING, "269 273 279",
            HeaderType.STRING_ARRAY, "274 276 278",
            HeaderType.INT32, "275 277 1000 1007",
            HeaderType.INT64, "270-271"));

    /** Tags of the signature header with a fixed number of values. */
    private static final Map<Integer, Integer> COUNTS =
            Map.of(RpmTag.SIG_MD5, 16, 275, 1, 277, 1, RpmTag.SIG_SIZE, 1, 1007, 1, RpmTag.SIG_LONGSIZE, 1, 271, 1);

    private TagTypes() {}

    private static Map<Integer, HeaderType> table(Map<HeaderType, String> ranges) {
        Map<Integer, HeaderType> table = new HashMap<>();
        new EnumMap<>(ranges).forEach((type, text) -> {
            for (String range : text.split(" ")) {
                String[] ends = range.split("-");
                for (int tag = Integer.parseInt(ends[0]); tag <= Integer.parseInt(ends[ends.length - 1]); tag++) {
                    table.put(tag, type);
                }
            }
        });
        return table;
    }

    /**
     * The required type of a tag in a main header, {@code STRING} for any text type; null for a tag that is not listed.
     */
    static @Nullable HeaderType ofMain(int tag) {
        return MAIN.get(tag);
    }

    /** Whether an entry of a main header is valid. */
    static boolean fitsMain(int tag, HeaderType type) {
        HeaderType expected = MAIN.get(tag);
        return expected == null || expected == type || (expected.text() && type.text());
    }

    /** Whether an entry of a signature header is valid. */
    static boolean fitsSignature(int tag, HeaderType type, int count) {
        return SIGNATURE.getOrDefault(tag, type) == type && COUNTS.getOrDefault(tag, count) == count;
    }
}
