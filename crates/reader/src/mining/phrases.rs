//! The phrases that state facts, as a table of patterns.
//!
//! A pattern is a regular expression with names for what all patterns share: `{is}` is the word or sign between a title and
//! its value, `{n}` a number, `{range}` two of them. Patterns are grouped by what they state and ordered by language:
//! Chinese, English, Japanese, Korean. Each has a line that fires and one that must not in `tests/prose/cases.txt`.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Captures, Regex};

use super::needs::Need;

/// What the names in patterns stand for. A definition may use the ones above it.
const NAMES: &[(&str, &str)] = &[
    ("sp", r"[ \t\x{a0}\x{3000}]*"),
    ("is", r"(?:[ \t\x{a0}\x{3000}:：=]|为|是|即|等于)*"),
    ("n", r"-?[0-9]+(?:\.[0-9]+)?"),
    // With separators of thousands.
    ("N", r"(?:[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]+(?:\.[0-9]+)?)"),
    (
        "u",
        r"(?:[ \t\x{a0}]*(?:[KMGTP]i?B|[KMG]bps|[KMGT]|个|秒|天|小时|分钟|字符))?",
    ),
    ("to", r"{u}{sp}(?:~|～|-|–|—|−|到|至|(?-u:\bto\b)){sp}"),
    (
        "range",
        r"(?:(?P<open>[\[(（【［]){sp}(?P<a>{n}){sp}(?:[,，~～\-–—]|到|至|(?-u:\bto\b)){sp}(?P<b>{n}){sp}(?P<close>[\])）】］])|(?:从|between{sp}|from{sp})?(?P<c>{N})(?:{to}|和|{sp}and{sp})(?P<d>{N}))",
    ),
    (
        "chars",
        r"{sp}(?:个|位)?{sp}(?:Unicode|UTF-8|ASCII|英文|中文|汉字|字母|数字|半角|或|和|、|/|,|及|的|以内|以下)*{sp}(?:字符|个字(?:[^节]|$)|characters|chars)",
    ),
    (
        "letters",
        r"(?:{sp}[a-zA-Z-]+){0,3}{sp}(?:characters|chars|letters)",
    ),
];

/// Patterns that state the same kind of fact, by their place in the table.
pub(super) struct Set(usize);

impl Set {
    /// All places where one of the patterns matches, pattern by pattern.
    pub fn all<'t>(&self, possible: Possible, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.matching(possible, text)
            .flat_map(move |pattern| pattern.captures_iter(text))
    }

    /// The first place where one of the patterns matches.
    pub fn first<'t>(&self, possible: Possible, text: &'t str) -> Option<Captures<'t>> {
        self.matching(possible, text).next()?.captures(text)
    }

    /// Whether one of the patterns matches in a part of a text.
    pub fn is_in(&self, possible: Possible, part: &str) -> bool {
        self.matching(possible, part).next().is_some()
    }

    /// Whether one of the patterns matches in a text of which nothing is known.
    pub fn hits(&self, text: &str) -> bool {
        self.is_in(Possible::ANY, text)
    }

    /// The patterns that match. Most do not, and to ask that is cheap: captures are allocated
    /// before they are looked for.
    fn matching(&self, possible: Possible, text: &str) -> impl Iterator<Item = &'static Regex> {
        PATTERNS[self.0]
            .iter()
            .filter(move |pattern| possible.has(pattern.number))
            .filter_map(Pattern::regex)
            .filter(move |regex| regex.is_match(text))
    }

    /// Where the last match ends in a part of a text.
    pub fn last(&self, part: &str) -> Option<usize> {
        let patterns = self.matching(Possible::ANY, part);
        let matches = patterns.flat_map(|pattern| pattern.find_iter(part));
        matches.map(|found| found.end()).max()
    }
}

/// A pattern, made ready when it is first needed: many are of languages that a vendor does not write.
struct Pattern {
    /// Its place among the patterns of all sets.
    number: usize,
    text: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(number: usize, pattern: &str) -> Self {
        let names = NAMES.iter().rev();
        let text = names.fold(pattern.to_owned(), |text, (name, meaning)| {
            text.replace(&format!("{{{name}}}"), meaning)
        });
        Self {
            number,
            text,
            regex: OnceLock::new(),
        }
    }

    /// A pattern that does not compile is a defect of this file; `all_patterns_compile` finds it.
    fn regex(&self) -> Option<&Regex> {
        self.regex
            .get_or_init(|| Regex::new(&self.text).ok())
            .as_ref()
    }
}

/// The patterns of all sets.
static PATTERNS: LazyLock<Vec<Vec<Pattern>>> = LazyLock::new(|| {
    let mut numbers = 0..;
    let mut set = |patterns: &[&str]| {
        let numbered = patterns.iter().zip(&mut numbers);
        numbered
            .map(|(pattern, number)| Pattern::new(number, pattern))
            .collect()
    };
    ALL.iter().map(|(_, patterns)| set(patterns)).collect()
});

/// The patterns that can match in a text, and in any part of it: it has what they need.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Possible([u64; 3]);

impl Possible {
    /// Of a text that nothing is known of.
    pub const ANY: Self = Self([u64::MAX; 3]);

    /// What can match in a text. One pass finds the words of all patterns, another a digit.
    pub fn of(text: &str) -> Self {
        let words = &*WORDS;
        // Only a table of gigabytes fails to build; without it, every pattern is asked.
        let Some(finder) = &words.finder else {
            return Self::ANY;
        };
        let mut possible = words.wordless;
        for hit in finder.find_overlapping_iter(text) {
            possible = possible.or(words.patterns[hit.pattern().as_usize()]);
        }
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit {
            possible
        } else {
            possible.and(words.digitless)
        }
    }

    fn has(self, pattern: usize) -> bool {
        let bits = self.0.get(pattern / 64);
        bits.is_none_or(|bits| bits >> (pattern % 64) & 1 == 1)
    }

    fn add(&mut self, pattern: usize) {
        if let Some(bits) = self.0.get_mut(pattern / 64) {
            *bits |= 1 << (pattern % 64);
        }
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }
}

/// The words of all patterns.
struct Words {
    finder: Option<AhoCorasick>,
    /// Of each word, the patterns that it allows.
    patterns: Vec<Possible>,
    /// The patterns that need no word.
    wordless: Possible,
    /// The patterns that need no digit.
    digitless: Possible,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut by_word: BTreeMap<String, Possible> = BTreeMap::new();
    let (mut wordless, mut digitless) = (Possible::default(), Possible::default());
    for pattern in PATTERNS.iter().flatten() {
        let need = Need::of(&pattern.text);
        if need.words.is_empty() {
            wordless.add(pattern.number);
        }
        if !need.digit {
            digitless.add(pattern.number);
        }
        for word in need.words {
            by_word.entry(word).or_default().add(pattern.number);
        }
    }
    let finder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        // A megabyte or two for one step a byte: every description passes through it.
        .kind(Some(AhoCorasickKind::DFA))
        .build(by_word.keys());
    Words {
        finder: finder.ok(),
        patterns: by_word.into_values().collect(),
        wordless,
        digitless,
    }
});

/// `NAME = [patterns]`.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = [$($pattern:expr),* $(,)?];)*) => {
        /// The sets, as numbers.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Name { $($name),* }

        const ALL: &[(&str, &[&str])] = &[$((stringify!($name), &[$($pattern),*])),*];

        $($(#[$doc])* pub(super) static $name: Set = Set(Name::$name as usize);)*
    };
}

phrases! {
    /// What stands before a list of values. `sure`: even one value alone is then a closed set.
    LISTS = [
        r"(?:(?P<sure>(?:限定|参数)?(?:枚举(?:值|类型)?|取值)(?:范围|说明|包括|包含|含义)?|(?:可选|有效|可能|可用|合法|允许)的?(?:取|枚举)?值(?:范围)?)|可选(?:参数|项)?|(?:目前|当前|现在|暂时?|现)(?:仅|只)?支持|(?:仅|只)支持|支持(?:以下|如下)|支持(?:[:：]|的?值)|值为|值是|分为|必须是以下)(?:[ \t\x{a0}:：=，,、]|为|是|有|如下|包括|包含|可以|可|分别|目前|当前|仅|只|支持|以下|主要|含义|取值|固定|之一|值|的|[0-9一二两三四五六七八九]种(?:取值|类型|值|状态|模式)?)*",
        r"(?P<sure>(?i-u:\b(?:valid|possible|allowed|available|optional|supported|accepted|enumerated|enum) values?|\bvalue range|\benumeration(?: values?| range)?|\benumerated values?))(?:[ \t\x{a0}:：]|(?-u:\b)(?:are|is|includes?|can be|as follows|the following)(?-u:\b))*",
        r"(?i-u:\b(?:the value can be|values can be|values?|supports?))[ \t]*[:：][ \t]*",
        r"(?P<sure>(?i-u:\bthe (?:value|parameter) (?:can|may|must) only be))(?: (?-u:set to)(?-u:\b))?[ \t:：]*",
        r"(?:(?P<sure>値(?:の)?範囲|有効値|有効な値)|値)(?:[ \t:：]|は|次のとおりです。|以下のとおりです。)*",
        r"(?P<sure>(?:가능한?|유효한?) 값|값 ?범위|값)(?:[ \t:：]|은|는|다음과 같습니다\.?)*",
    ];

    /// The only value, as a sentence.
    SET_TO = [
        r"(?:^|[.\n][ \x{a0}]?)Set the value to (?P<value>[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]|[0-9])(?:\.?$|\.?\n|\. |, which )",
    ];

    /// What may stand before the bare values of a text: a noun of kinds, with or without a verb.
    INCLUDES = [
        r"(?:类型|类别|分类|种类|状态|方式|模式|协议|版本|代号|字段|级别){sp}[，,。:：]?{sp}(?:目前|现在?)?(?:(?:包括|包含){sp}[:：]?{sp})?",
    ];

    /// An example and what its parts are; what each digit of a number means.
    PARTS = [r"每一位", r"(?:例如|예|(?i-u:example))[:：]\n[^\n]*\n(?:其中|그중|(?i-u:where|among|in which))"];

    /// Two words that may exclude each other.
    OPPOSITES = [
        r"(?:^|[^A-Za-z0-9_])(?P<list>(?i-u:on|off|yes|no|true|false|enabled?|disabled?|open|close|asc|desc)){sp}(?:/|\||、|，|,|或|or )",
    ];

    /// A text that takes several values at once.
    SEVERAL = [
        r"(?:多个|多种|之间)[^。；\n]{0,16}(?:逗号|分号|竖线|空格|[（(][,，;；|][)）])[^。\n]{0,6}(?:分隔|隔开|分割|区分)|(?:支持)?同时取多个值|(?:逗号|分号)[^。\n]{0,6}(?:分隔|隔开|分割)多个",
        r"(?i-u:\bseparate(?: [A-Za-z'-]+){0,5} (?:with|by) (?:commas?|semicolons?)|\bseparated (?:with|by) (?:commas?|semicolons?)|\bmultiple values (?:can|may))",
        r"複数[^。\n]{0,16}カンマ|쉼표",
    ];
    /// More values than those named, or examples of what one may make up.
    OTHERS = [r"其[他它](?:取?值)", r"可以?自定义|自定义格式", r"(?i-u:\b(?:any )?other values?\b)"];

    /// What stands before a default.
    DEFAULTS = [
        r"(?:默认|缺省)(?P<sure>(?:的?(?:取|参数)?值|选项|设置|情况下?|参数)?(?:均|都|也)?[ \t]*(?:[:：=]|为|是|等于|即)+|的?(?:取|参数)?值)?{is}",
        r"(?:默认|缺省)值(?P<sure>[（(])",
        r"(?:默认|缺省)(?P<counted>(?:每页|每次|一次)(?:返回|显示|展示|查询|获取|拉取)?|返回|显示|展示|获取|拉取)",
        r"(?:不传|不填|不指定)(?:值|该?参数|该?项|此参数)?(?:时|的话)?[，,]?(?P<sure>(?:则|即)?(?:表示|代表|为|视为|等同于|取)){sp}",
        r"(?P<sure>(?i-u:\bdefault)s?(?i-u: value| setting)?s?(?:[ ](?:of|for)[ ][A-Za-z.]+)?{sp}(?:\bis\b|(?-u:\bto\b)|[:：=])){sp}(?:set to )?",
        r"(?P<sure>(?i-u:\bdefaults?))(?i-u: value){sp}",
        r"(?P<sure>(?i-u:\bdefault (?:name|port|version|user name|page) is)) ",
        r"(?P<sure>デフォルト)(?:値)?(?:は|：|:|では){sp}",
        r"(?P<sure>기본 ?값)(?:은|는|이|:|：){sp}",
    ];

    /// What stands behind a default.
    DEFAULT_MARKS = [
        r"{sp}[（(]{sp}(?:默认(?:值|选项|项)?|缺省值?|(?i-u:the )?(?i-u:default)(?: value)?|デフォルト値?|기본 ?값){sp}[)）]",
        r",?{sp}by default",
    ];

    /// What a gloss says of the value that is the default.
    DEFAULT_GLOSSES = [
        r"^[ \t]*(?:默认值|缺省值)(?:[，。；,;]|$)",
        r"[，,；](?:默认|缺省)$|[（(，,；。](?:默认值|缺省值|为默认值|默认取值)[)）。；]?$|[（(](?:默认|缺省)[)）][。；]?$",
        r"(?i-u:\bthis is the default value\b|\bthe default value\.?$|\(default\)|\(default value\))",
    ];

    /// Defaults that are none.
    NO_DEFAULTS = [
        r"^(?i-u:none|null|nil|n/a|na|empty|unset|undefined|blank)$",
    ];

    /// A range of the value itself.
    RANGES = [
        r"(?P<lead>分值|(?:取值|数值|有效值?|可选值?|合法值?|值)?(?:的?取值)?范围|(?:限定|有效|可选)?取值|(?:可选|有效|可用|合法)值|可选参数|范围)(?:[ \t\x{a0}:：=，,]|为|是|在|从|应|介于|限制|必须)*{range}",
        r"(?P<lead>(?i-u:\bvalue range|\bvalid (?:values?|range)|\brange|\bvalid values?|\bvalue))(?i-u: of the value)?(?:[ \t\x{a0}:：]|(?-u:\b)(?:is|are|from|between)(?-u:\b))*{range}",
        r"(?P<lead>値(?:の)?範囲)(?:[ \t:：]|は)*{range}",
        r"(?P<lead>값 ?범위|범위)(?:[ \t:：]|은|는)*{range}",
    ];

    /// A range of a number that needs no lead.
    BARE_RANGES = [
        r"(?P<open>[\[【]){sp}(?P<a>{n}){sp}[~～\-–]{sp}(?P<b>{n}){sp}(?P<close>[\]】])",
    ];

    /// The greatest value.
    GREATEST = [
        r"(?:最大值|最大取值|取值上限|上限值?|最大|最高|最多|不超过|不能超过|不得超过|不可超过|不大于|小于等于|至多){is}(?P<n>{N})",
        r"(?i-u:\bmaximum(?: value)?|\bmax(?: value)?|\bupper limit|\bup to|\bat most|\bcannot exceed|\bnot exceed|\bless than or equal to)(?:[ \t:：=]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<n>{N})",
        r"最大値?(?:[ \t:：]|は)*(?P<n>{N})",
        r"최대 ?값?(?:[ \t:：]|은|는)*(?P<n>{N})",
    ];

    /// The least value.
    LEAST = [
        r"(?:最小值(?:与默认值(?:均|都))?|最小取值|取值下限|下限值?|起始值|最小|最低|最少|不小于|不低于|不少于|大于等于){is}(?P<n>{N})",
        r"(?i-u:\bminimum(?: value)?|\bmin(?: value)?|\blower limit|\bat least|\bgreater than or equal to|\bstarts? from(?: page)?)(?:[ \t:：=]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<n>{N})",
    ];

    /// Whole numbers from 1, and from 0.
    POSITIVE = [r"(?:^|[^非])正整数|大于{sp}0(?:$|[^0-9.])|取值[:：]{sp}>{sp}0(?:$|[^0-9.])|(?i-u:\bpositive integers?)"];
    NOT_NEGATIVE = [r"非负整数|(?i-u:\bnon-?negative integers?)|大于等于{sp}0(?:$|[^0-9.])"];

    /// The length of a text in characters.
    LENGTHS = [
        r"(?:字符|名称|密码)?长度(?:[ \t\x{a0}:：=，,]|为|是|在|从|应|介于|限制|限定|必须|需|须|范围|取值|可以|支持|要求)*{range}(?P<chars>{chars})?",
        r"限制字符长度(?:为|是)?{sp}(?P<most>{n})(?P<end>[，。；,;]|$)",
        r"(?:是|为|[，。；：:,;\s]|支持|包含|必须)({range}){chars}",
        r"(?:最大长度|最长|长度上限|长度最大|长度(?:[ \t:：]|限制|为|最多|必须)*(?:不超过|不大于|小于等于|不能超过|不得超过|最大|上限)|长度限制)(?:[ \t\x{a0}:：]|为|是|支持|不超过|不能超过)*(?P<most>{n})(?P<chars>{chars})?",
        r"(?:不超过|最多|不大于|小于等于|不能超过|不得超过|不可超过|至多|限制)(?:[ \t]|为|是|支持|包含|输入|填写|可|以|在)*(?P<most>{n}){chars}",
        r"{range}{letters}",
        r"(?i-u:\bup to|\bat most|\bmaximum of|\bcannot exceed|\bcan't exceed|\bnot exceed|\bno more than|\bmore than|\bwithin|\bmaximum length|\bmaximum|\blength limit|\blimited to)(?:[ \t:：]|(?-u:\b)(?:is|of the [a-z]+|of|in length of|a length of|of up to)(?-u:\b))*(?P<most>{n}){letters}",
        r"(?i-u:\bmaximum length|\blength limit)(?:[ \t:：]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<most>{n})(?P<end>[.,;]|$)",
    ];

    /// The number of items, on the name's index letter.
    INDEXES = [
        r"(?:^|[^A-Za-z])[NnMX]{sp}(?:的|代表的?)?(?:取值)?(?:范围|取值)(?:[ \t\x{a0}:：]|为|是|从)*{range}",
        r"(?:^|[^A-Za-z])[NnMX]{sp}(?:表示|为|是)[^，。]{0,16}(?:下标|序号|索引|编号)[，,](?:取值)?范围(?:[ \t\x{a0}:：]|为|是|从)*{range}",
        r"(?i-u:\bvalid values|\bvalue range|\bvalue|\brange) (?:of|for) [NnMX](?:[ \t\x{a0}:：]|(?-u:\b)(?:is|are|from)(?-u:\b))*{range}",
        r"(?-u:\b)[NnMX] (?i-u:is|ranges?|can be|must be)(?: an integer| a number)?(?: in the range of| from| within the range of)? {range}",
    ];

    /// The number of items, on a list.
    COUNTS = [
        r"(?:最多|上限|不超过|不能超过|不得超过|最大|至多)(?:[ \t\x{a0}:：]|一次|同时|只|仅|能|可以?|允许|支持|传入?|输入|指定|设置|填写?|配置|包含|添加|删除|移除|解绑|修改|释放|返回|操作|查询|选择?|绑定|创建|长度|数量?|为|是)*(?P<most>{n}){sp}(?:个|条|台|块|项|张|组|对|种)(?P<rest>.)?",
        r"(?:数组)?(?:最大长度|长度上限|数量上限|个数上限|上限)(?:[ \t:：]|为|是)*(?P<most>{n})(?P<rest>.)?",
        r"(?i-u:\bup to|\bat most|\ba maximum of|\bno more than|\bmaximum)[ ](?P<most>{N})(?P<rest>[ ])(?:[A-Za-z-]+)",
        r"(?i-u:\b(?:upper limit|maximum(?: quantity| number)?)(?: of(?: [a-z]+){1,3})? (?:per|for each|in each) (?:request|call|query)(?: is)?)[ :：]+(?P<most>{N})(?P<rest>[.,;]|$)",
        r"最大(?P<most>{n})(?:つ|個|台)(?P<rest>.)?",
        r"(?:길이 )?상한은 (?P<most>{n})(?P<rest>.)?",
    ];

    /// What a unit stands behind. The unit itself is looked up in `units`.
    UNITS = [
        r"单位(?:[ \t\x{a0}:：]|为|是|固定为)*(?P<unit>[^\s，。；,;：:）)]{1,24}|bit/s)",
        r"以(?P<unit>[^\s，。；,;：:）)为]{1,9})为单位",
        r"(?i-u:\bunits?)(?:[ ]?[:：]|[ ]is|[ ]are){sp}(?P<unit>[^\s，。；,;）)]{1,16})",
        r"単位(?:[ \t:：]|は)*(?P<unit>[^\s，。、；,;）)はでを]{1,8})",
        r"단위(?:[ \t:：]|는|은)*(?P<unit>[^\s，。；,;）).]{1,8})",
    ];
    /// Ranges that depend on something else.
    CASE_RANGES = [
        r"(?:不同|各)[^。\n]{1,16}对应的?取值范围",
        r"(?i-u:\bvalid values (?:when|if|for|based on|vary|depend))",
    ];
    /// Whose numbers a range may state: those of an index.
    INDEX_MEANINGS = [r"[NnMX]{sp}(?:表示|为|是)[^，。]{0,16}(?:下标|序号|索引|编号|个数)?"];
    /// Nought, allowed beside a range.
    NOUGHT = [r"(?:传|传值|填|值)(?:入|为|是)*{sp}0(?:[，,。；;表代时 ]|$)|(?:^|[^0-9.~～-])0{sp}(?:代表|表示|意味)"];

    /// Units of numbers without the word for it.
    NUMBER_UNITS = [
        r"[（(]{sp}(?P<unit>[A-Za-zμ%][A-Za-z/μ]{0,15}|秒|分钟|小时|天|毫秒|字节){sp}[)）]",
        r"(?i-u:\b(?:in|measured in) (?P<unit>[A-Za-z]{1,12}))(?:[.,;:)]|$|\n|, )",
    ];

    /// A time format written out.
    FORMATS = [r"(?P<format>[yY]{4}[-/]?MM[-/]?[dD]{2}(?:['’*]*(?:T|%20|[ _])?['’*]*[hH]{2}[:：]?[mM]{2}(?:[:：]?[sS]{2}(?:\.S+)?)?(?:['’*]*Z['’*]*|\+08:00|[+-]HH:mm)?)?)(?P<more>[A-Za-z*])?"];
    /// ISO 8601, base64, JSON by name.
    ISO_TIME = [r"(?i-u:ISO[ ]?8601)|ISO 日期格式"];
    BASE64 = [r"(?i-u:base ?64)[^，。；,;\n]{0,6}(?:编码|加密|encod|형식|エンコ)|(?:编码|encod)[^，。；,;\n]{0,8}(?i-u:base ?64)"];
    JSON = [r"(?i-u:json)[ \t]?(?:格式|字符串|数组|串|对象|(?i-u:string|format|array|text))"];

    /// The described thing goes away. What follows `的` is another thing.
    DEPRECATED = [
        r"(?:[【\[（(]|^|[，。；,;\n 、]|该?(?:参数|字段|属性|接口|API|功能)[^，。；,;\n]{0,3})(?:已经?|即将|将|将要|待|拟|正在|逐步|计划|现已)?(?:被)?(?:废弃|弃用|废除)(?P<rest>[^，。；,;\n）)】\]]{0,2})",
        r"(?:该|此|本|这个)(?:参数|字段|属性|接口|API|功能)[^，。；,;\n]{0,30}(?:已经?|即将|计划|将|将于)[^，。；;\n]{0,30}(?:下线|废弃|弃用|停用)",
        r"[【\[（(](?:即将|待|已|需要|将)(?:要)?下线[^】\]）)\n]{0,24}[】\])）]",
        r"建议不再使用|(?:参数|字段|接口|属性|API)(?:已)?不再(?:使用|维护|支持|推荐|提供)|^(?:已)?不再(?:使用|维护|支持|推荐)|【[^】]{0,4}不再(?:使用|维护|支持)[^】]{0,4}】|无效，已删除|[（(]旧参数|(?:字段|参数|接口|属性)已(?:作废|过时|失效)",
        r"为(?:了)?提高(?:代码)?兼容性[，,]?(?:我们)?(?:建议|请)",
        r"(?i-u:\b(?:is|are|been|was|being) (?:now |already |going to be |about to be )?(?:deprecated|obsoleted?|disused)\b)",
        r"(?:[(\[（【]|^|[;,.：:] ?|\n)(?i-u:(?:already |to be )?(?:deprecated|obsoleted?|disused|discontinued)(?:[)\];,.]|$|\n))",
        r"(?i-u:\bthis (?:parameter|field|member|api|operation|attribute))(?: [A-Za-z.]+){0,2} (?i-u:(?:is|are|be) no longer (?:used|supported|available|recommended|maintained|valid|in use))|(?i-u:\bthis (?:parameter|field) will be (?:removed|deprecated))",
        r"(?i-u:(?:to (?:ensure|improve|optimize|increase) (?:better )?(?:compatibility)|for (?:better|higher|improved)? ?compatibility))[^.\n]{0,20},? ?(?i-u:(?:we recommend|it is recommended|please))",
        r"廃止(?:されました|予定|済み)|非推奨|더 이상 (?:사용|지원)(?:되지|하지)|사용 중단|지원 중단",
    ];
    /// What to use in its place.
    REPLACEMENTS = [
        r"(?:建议|请|推荐|可|改为|可以|尽量|统一)(?:您|是|直接|尽量|优先|采用)*(?:使用|切换到|切换为|切换至|改用|采用|用|传入?|参考|迁移到)[ \t]*(?:(?:最?新)?(?:的)?(?:接口|参数|字段|API)(?:名)?)?[ \t“\x22【]*(?P<use>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
        r"(?:替换|替代)(?:为|成)?[ \t]*(?:接口|参数|字段|API)?[ \t“\x22【]*(?P<use>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
        r"(?:已|将)?被[ \t]*(?P<use>[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)[ \t]*(?:替代|取代|代替)",
        r"(?i-u:\b(?:use|using|replaced (?:by|with)|switch to|call)) (?:the )?(?P<use>[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
    ];

    /// Needed, though the column says no.
    NEEDED = [
        r"(?:必填|必传|必选|必需|必须(?:填写?|传入?|指定|设置|提供|传递|同时)|需要?必填|不能为空|不可为空)",
        r"(?i-u:\b(?:is|are|becomes?) required\b|\brequired (?:if|when|only|for)\b|\bmust be (?:specified|set|provided|passed)|\bmust (?:specify|set|provide))",
        r"必須(?:です|となり|である)|필수(?:입니다|이며)",
    ];
    /// One of several is needed.
    ONE_OF = [
        r"二选一|三选一|(?:至少|必须)(?:需要?)?(?:填写?|传入?|指定|设置|提供|选择?)[^，。；,;\n]{0,4}(?:一个|其一|之一|其中)|不能同时为空|不可同时为空",
        r"(?i-u:\bat least one of\b)[^.\n]{0,80}(?i-u:\b(?:must|required|specified))|(?i-u:\b(?:must|need to) (?:specify|set|provide) (?:either|one of|at least one))",
    ];
    /// The words of a condition.
    CONDITIONS = [
        r"当(?:[^前天日地月年下中]|$)|若|如果|如需|假如|时|情况下|下必|仅|只有|则|为[^，。；,;\n]{1,20}(?:必填|必传)",
        r"(?i-u:\b(?:if|when|only|unless|in case)\b)",
        r"場合|때|경우",
    ];
    /// A condition on another parameter; not the parameter's own absence.
    CONDITIONAL = [
        r"(?:^|[^应适相充])当(?:[^前天日地月年下中]|$)|若|如果|假如|(?:^|[^耗延用小超实定计按及同临准])时[，,：:]|(?:类型|模式|方式)下",
        r"(?i-u:\b(?:if|when|unless|in case)\b)",
        r"場合|경우",
    ];
    /// A case of another parameter. `超过容量时，…的策略` only tells what a parameter is for.
    CASES = [
        r"(?:^|[^应适相充])当(?:[^前天日地月年下中]|$)|若|如果|假如|(?:取值|参数|=|类型|方式|模式)[^，,。\n]{0,30}时[，,：:]|(?:类型|模式|方式)下|否则|其[他它余]情况",
        r"(?i-u:\b(?:if|when|unless|in case)\b)|(?:^|[;.,] )[Ff]or [A-Za-z0-9/ -]{1,80},|(?i-u:\bin (?:all )?other cases\b)",
        r"場合|경우",
    ];
    /// A condition that says when the parameter is needed or works.
    SETTLED = [
        r"(?:必填|必传|必选|有效|生效)[，,；; ]",
        r"(?i-u:\b(?:required|valid|effective)[.,;] )",
    ];
    /// Its own absence is no condition.
    ABSENCE = [
        r"不传|不填|不指定|不设置|不选|不写|不提供|未(?:传|填|指定|设置|提供|配置)|没有?(?:传|填|指定|设置|赋值)|为空|缺省|留空|空缺|省略",
        r"(?i-u:\bnot (?:specified|set|passed|provided|entered|filled|specif|given)|\bleft (?:blank|empty|unspecified)|\bempty\b|\bomit|\bunspecified|\bdo not (?:specify|set|pass)|\bnot be specified)",
        r"指定しない|入力しない|설정하지 않|입력하지 않|지정하지 않",
    ];

    /// May be null.
    NULLABLE = [
        r"可能返回{sp}[“‘’\x22']?(?:null|NULL|空)",
        r"(?i-u:\bmay return)[ ‘'“\x22]*null|(?i-u:\bnull means\b|\bmay be null\b)",
        r"null(?:を返す可能性|을 반환할 수)",
    ];

    /// Makes repeated requests one.
    IDEMPOTENT = [r"幂等", r"(?i-u:\bidempoten)", r"冪等|멱등"];

    /// Illustrations are no facts.
    EXAMPLES = [
        r"例如|比如|示例|举例|形如|譬如|格式|样例|(?:^|[，。；、,\s])如[ \t：:“\x22]*$|类似|即可|(?:^|[（(])如",
        r"(?i-u:\be\.g\b|\bexamples?\b|\bsuch as\b|\bformat\b|\bfor instance\b)",
        r"たとえば|예를 들",
    ];

    /// What is said of an example is said of nothing else.
    ILLUSTRATIONS = [
        r"例如|比如|譬如|(?i-u:\be\.g\b|\bfor example\b|\bfor instance\b)",
    ];

    /// The list goes on; it is not closed.
    OPEN = [r"^{sp}(?:等(?:等|值|类型|[，。；,;）)\n]|$)|等$|\.\.\.|…|……|(?i-u:etc\b))"];

    /// How often an operation may be called.
    RATES = [
        r"频率(?:限制|上限)?(?:[ \t:：]|为|是|不超过)*(?P<n>{N}){sp}次{sp}(?:/{sp}每?|每){sp}(?P<per>秒|分钟|分|小时|天|日)",
        r"(?:频率|调用|请求|QPS)[^。\n]{0,16}每(?P<per>秒|分钟|小时|天)(?:钟)?(?:最多|不超过|不能超过|可以?|内|可)*(?:调用|请求)?{sp}(?P<n>{N}){sp}次",
        r"(?P<n>{N}){sp}次{sp}/{sp}(?:用户/)?每?(?P<per>秒|分钟|小时|天)",
        r"(?i-u:\b(?:a )?maximum of) (?P<n>{N}) (?i-u:(?:api )?(?:requests|calls)(?: can be)?(?: (?:initiated|made|sent))?) (?:per|a|every|each) (?P<per>(?i-u:second|minute|hour|day))",
        r"(?i-u:call)[^.\n0-9]{0,40}(?i-u:per (?P<per>second|minute|hour|day) is) (?P<n>{N})",
        r"(?i-u:rate limit)[^.\n0-9]{0,20}(?P<n>{N}){sp}(?:(?i-u:requests?|times?|calls?){sp})?(?:/|per){sp}(?P<per>(?i-u:second|sec|s|minute|min|hour|day))",
        r"(?P<n>{N}) (?i-u:(?:requests?|calls?|times)) (?:per|a|every) (?P<per>(?i-u:second|minute|hour|day))",
        r"(?i-u:frequency)[^.\n0-9]{0,20}(?P<n>{N}){sp}(?i-u:times?)?{sp}/{sp}(?P<per>(?i-u:second|sec|s|minute))",
        r"(?P<n>{N}){sp}[回회]{sp}/{sp}(?P<per>秒|分|초|분)|초당{sp}(?:최대{sp})?(?P<m>{N})",
    ];

    /// The common region parameter is not taken, or need not be given.
    REGION_UNUSED = [
        r"不需要传递|无需传递|不需要传|无需传入|不用传",
        r"(?i-u:not required|not needed|does not need|no need|not passed|not (?:be )?pass|need not|not necessary|unnecessary|doesn't need)",
        r"渡す必要(?:が|は)(?:ない|ありません)|不要|필요하지 않|필요가 없|필요 없",
    ];
    REGION_OPTIONAL = [r"可选参数", r"(?i-u:\boptional\b)", r"任意|선택"];
    /// Only the regions that follow.
    REGION_ONLY = [
        r"仅支持其中的?[:：]?{sp}(?P<only>[a-z0-9, 、，-]+)",
        r"(?i-u:only supports?|only the following)[^:：\n]{0,60}[:：]{sp}(?P<only>[a-z0-9, -]+)",
        r"のみ(?:を)?サポート[^:：\n]{0,10}[:：]{sp}(?P<only>[a-z0-9, 、-]+)|만 지원[^:：\n]{0,10}[:：]{sp}(?P<only2>[a-z0-9, -]+)",
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests' own dependencies bring Unicode tables for it; the reader alone has none, and would drop the pattern.
    #[test]
    fn no_pattern_folds_the_case_of_unicode() {
        let flag = ["(?i", ":"].concat();
        assert!(!include_str!("phrases.rs").contains(&flag));
    }

    #[test]
    fn all_patterns_compile() {
        for ((name, _), patterns) in ALL.iter().zip(PATTERNS.iter()) {
            for pattern in patterns {
                let text = &pattern.text;
                assert!(pattern.regex().is_some(), "{name}: {text} does not compile");
            }
        }
    }

    #[test]
    fn most_patterns_need_a_word() {
        let all: Vec<&Pattern> = PATTERNS.iter().flatten().collect();
        let wordless = all
            .iter()
            .filter(|pattern| WORDS.wordless.has(pattern.number));
        assert!(wordless.count() * 20 < all.len());
        assert!(
            all.len() < 64 * WORDS.wordless.0.len(),
            "a bit for each pattern"
        );
    }
}
