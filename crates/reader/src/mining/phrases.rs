//! The phrases that state facts, as a table of patterns.
//!
//! A pattern is a regular expression with names for what all patterns share: `{is}` is the word or sign between a title and
//! its value, `{n}` a number, `{range}` two of them. Patterns are grouped by what they state and ordered by language:
//! Chinese, English, Japanese, Korean. Each has a line that fires and one that must not in `tests/prose/cases.txt`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::{Captures, Regex};

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

/// Patterns that state the same kind of fact.
pub(super) struct Set {
    /// What a text must have by [`Stems`]: one of the set's stems, and a digit where the set says so.
    /// Sets without stems are only asked about parts of a text.
    needs: u64,
    patterns: Vec<Regex>,
}

impl Set {
    fn new(needs: u64, patterns: &[&str]) -> Self {
        let expanded = patterns.iter().map(|pattern| {
            let text = NAMES
                .iter()
                .rev()
                .fold((*pattern).to_owned(), |text, (name, meaning)| {
                    text.replace(&format!("{{{name}}}"), meaning)
                });
            Regex::new(&text)
        });
        // A pattern that does not compile is a defect of this file; `all_patterns_compile` finds it.
        Self {
            needs,
            patterns: expanded.filter_map(Result::ok).collect(),
        }
    }

    /// All places where one of the patterns matches, pattern by pattern.
    pub fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Captures<'t>> + 't {
        self.matching(text)
            .flat_map(move |pattern| pattern.captures_iter(text))
    }

    /// The first place where one of the patterns matches.
    pub fn first<'t>(&'t self, text: &'t str) -> Option<Captures<'t>> {
        self.matching(text).next()?.captures(text)
    }

    /// The patterns that match. Most do not, and to ask that is cheap: captures are allocated
    /// before they are looked for.
    fn matching<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t Regex> + 't {
        self.patterns
            .iter()
            .filter(move |pattern| pattern.is_match(text))
    }

    /// Whether one of the patterns matches.
    pub fn hits(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_match(text))
    }
}

/// What of the sets' needs a text has: a bit for each set of which it has a stem, and one for
/// digits. Two short passes over the text answer for all sets which of them can match at all;
/// most descriptions have no stem of anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stems(u64);

/// The text has a digit.
const DIGIT: u64 = 1 << 63;

impl Stems {
    /// What a text has.
    pub fn of(text: &str) -> Self {
        let (finder, bits) = &*STEMS;
        // Only a table of gigabytes fails to build; without it, every set is asked.
        let Some(finder) = finder else {
            return Self(u64::MAX);
        };
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        let digit = if has_digit { DIGIT } else { 0 };
        let found = finder.find_overlapping_iter(text);
        Self(found.fold(digit, |all, hit| all | bits[hit.pattern().as_usize()]))
    }

    /// Whether a set may match.
    pub fn may_match(self, set: &Set) -> bool {
        self.0 & set.needs == set.needs
    }
}

/// The stems of all sets, and for each of them the set's bit.
static STEMS: LazyLock<(Option<AhoCorasick>, Vec<u64>)> = LazyLock::new(|| {
    let stems = || {
        STEM_TABLE
            .iter()
            .flat_map(|(name, stems)| stems.iter().map(move |s| (*name, *s)))
    };
    let finder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        // A megabyte for one step a byte: every description passes through it.
        .kind(Some(AhoCorasickKind::DFA))
        .build(stems().map(|(_, stem)| stem));
    let bits = stems().map(|(name, _)| 1 << name as u64).collect();
    (finder.ok(), bits)
});

/// `NAME (stems) = [patterns]`. A text without any of the stems (in either case of ASCII) matches none of the patterns;
/// `(stems) and DIGIT`: nor does one without a digit.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident ($($stem:expr),* $(,)?) $(and $also:ident)? = [$($pattern:expr),* $(,)?];)*) => {
        /// The sets, as numbers.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        enum Name { $($name),* }

        const STEM_TABLE: &[(Name, &[&str])] = &[$((Name::$name, &[$($stem),*])),*];

        $($(#[$doc])* pub(super) static $name: LazyLock<Set> =
            LazyLock::new(|| Set::new(1 << Name::$name as u64 $(| $also)?, &[$($pattern),*]));)*

        #[cfg(test)]
        const ALL: &[(&str, &LazyLock<Set>, usize)] = &[$((stringify!($name), &$name, [$($pattern),*].len())),*];
    };
}

phrases! {
    /// What stands before a list of values. `sure`: even one value alone is then a closed set.
    LISTS ("枚举", "取值", "可选", "有效", "可能", "可用", "合法", "允许", "支持", "值为", "值是", "分为", "必须是以下", "value", "only be", "enumeration", "値", "값") = [
        r"(?:(?P<sure>(?:限定|参数)?(?:枚举(?:值|类型)?|取值)(?:范围|说明|包括|包含|含义)?|(?:可选|有效|可能|可用|合法|允许)的?(?:取|枚举)?值(?:范围)?)|可选(?:参数|项)?|(?:目前|当前|现在|暂时?|现)(?:仅|只)?支持|(?:仅|只)支持|支持(?:以下|如下)|支持(?:[:：])|值为|值是|分为|必须是以下)(?:[ \t\x{a0}:：=，,、]|为|是|有|如下|包括|包含|可以|可|分别|目前|当前|仅|只|支持|以下|主要|含义|取值|固定|之一|值|的|[0-9一二两三四五六七八九]种(?:取值|类型|值|状态|模式)?)*",
        r"(?P<sure>(?i-u:\b(?:valid|possible|allowed|available|optional|supported|accepted|enumerated|enum) values?|\bvalue range|\benumeration|\benumerated values?))(?:[ \t\x{a0}:：]|(?-u:\b)(?:are|is|includes?|can be|as follows|the following)(?-u:\b))*",
        r"(?i-u:\b(?:the value can be|values can be|values?))[ \t]*[:：][ \t]*",
        r"(?P<sure>(?i-u:\bthe (?:value|parameter) (?:can|may|must) only be))(?: (?-u:set to)(?-u:\b))?[ \t:：]*",
        r"(?:(?P<sure>値(?:の)?範囲|有効値|有効な値)|値)(?:[ \t:：]|は|次のとおりです。|以下のとおりです。)*",
        r"(?P<sure>(?:가능한|유효한?) 값|값 ?범위|값)(?:[ \t:：]|은|는|다음과 같습니다\.?)*",
    ];

    /// What stands before a default.
    DEFAULTS ("默认", "缺省", "default", "デフォルト", "기본") = [
        r"(?:默认|缺省)(?P<sure>(?:的?(?:取|参数)?值|选项|设置|情况下?|参数)?[ \t]*(?:[:：=]|为|是|等于|即)+|的?(?:取|参数)?值)?{is}",
        r"(?P<sure>(?i-u:\bdefault)s?(?i-u: value| setting)?s?(?:[ ](?:of|for)[ ][A-Za-z.]+)?{sp}(?:\bis\b|(?-u:\bto\b)|[:：=])){sp}(?:set to )?",
        r"(?P<sure>(?i-u:\bdefaults?))(?i-u: value){sp}",
        r"(?P<sure>(?i-u:\bdefault (?:name|port|version|user name|page) is)) ",
        r"(?P<sure>デフォルト)(?:値)?(?:は|：|:|では){sp}",
        r"(?P<sure>기본 ?값)(?:은|는|이|:|：){sp}",
    ];

    /// What stands behind a default.
    DEFAULT_MARKS ("默认", "缺省", "default", "デフォルト", "기본") = [
        r"{sp}[（(]{sp}(?:默认值?|缺省值?|(?i-u:the )?(?i-u:default)(?: value)?|デフォルト値?|기본 ?값){sp}[)）]",
        r",?{sp}(?i-u:by default)",
    ];

    /// What a gloss says of the value that is the default.
    DEFAULT_GLOSSES () = [
        r"^[ \t]*(?:默认值|缺省值)(?:[，。；,;]|$)",
        r"[（(，,；。](?:默认值|缺省值|为默认值|默认取值)[)）。；]?$|[（(](?:默认|缺省)[)）][。；]?$",
        r"(?i-u:\bthis is the default value\b|\bthe default value\.?$|\(default\)|\(default value\))",
    ];

    /// Defaults that are none.
    NO_DEFAULTS () = [
        r"^(?i-u:none|null|nil|n/a|na|empty|unset|undefined|blank)$",
    ];

    /// A range of the value itself.
    RANGES ("范围", "取值", "有效", "可选", "可用", "合法", "range", "value", "範囲", "범위") and DIGIT = [
        r"(?P<lead>(?:取值|数值|有效值?|可选值?|合法值?|值)?(?:的?取值)?范围|(?:限定|有效|可选)?取值|(?:可选|有效|可用|合法)值|可选参数|范围)(?:[ \t\x{a0}:：=，,]|为|是|在|从|应|介于|限制|必须)*{range}",
        r"(?P<lead>(?i-u:\bvalue range|\bvalid (?:values?|range)|\brange|\bvalid values?|\bvalue))(?i-u: of the value)?(?:[ \t\x{a0}:：]|(?-u:\b)(?:is|are|from|between)(?-u:\b))*{range}",
        r"(?P<lead>値(?:の)?範囲)(?:[ \t:：]|は)*{range}",
        r"(?P<lead>값 ?범위|범위)(?:[ \t:：]|은|는)*{range}",
    ];

    /// A range of a number that needs no lead.
    BARE_RANGES ("[", "【") and DIGIT = [
        r"(?P<open>[\[【]){sp}(?P<a>{n}){sp}[~～\-–]{sp}(?P<b>{n}){sp}(?P<close>[\]】])",
    ];

    /// The greatest value.
    GREATEST ("最大", "上限", "最高", "最多", "不超过", "不能超过", "不得超过", "不可超过", "不大于", "小于等于", "至多", "max", "upper limit", "up to", "at most", "exceed", "less than", "최대") and DIGIT = [
        r"(?:最大值|最大取值|取值上限|上限值?|最大|最高|最多|不超过|不能超过|不得超过|不可超过|不大于|小于等于|至多){is}(?P<n>{N})",
        r"(?i-u:\bmaximum(?: value)?|\bmax(?: value)?|\bupper limit|\bup to|\bat most|\bcannot exceed|\bnot exceed|\bless than or equal to)(?:[ \t:：=]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<n>{N})",
        r"最大値?(?:[ \t:：]|は)*(?P<n>{N})",
        r"최대 ?값?(?:[ \t:：]|은|는)*(?P<n>{N})",
    ];

    /// The least value.
    LEAST ("最小", "下限", "起始值", "最低", "最少", "不小于", "不低于", "不少于", "大于等于", "min", "lower limit", "at least", "greater than", "start") and DIGIT = [
        r"(?:最小值|最小取值|取值下限|下限值?|起始值|最小|最低|最少|不小于|不低于|不少于|大于等于){is}(?P<n>{N})",
        r"(?i-u:\bminimum(?: value)?|\bmin(?: value)?|\blower limit|\bat least|\bgreater than or equal to|\bstarts? from(?: page)?)(?:[ \t:：=]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<n>{N})",
    ];

    /// Whole numbers from 1, and from 0.
    POSITIVE ("正整数", "大于", ">", "positive") = [r"(?:^|[^非])正整数|大于{sp}0(?:$|[^0-9.])|取值[:：]{sp}>{sp}0(?:$|[^0-9.])|(?i-u:\bpositive integers?)"];
    NOT_NEGATIVE ("非负", "大于等于", "negative") = [r"非负整数|(?i-u:\bnon-?negative integers?)|大于等于{sp}0(?:$|[^0-9.])"];

    /// The length of a text in characters.
    LENGTHS ("长度", "最长", "字符", "个字", "length", "character", "chars", "letters") and DIGIT = [
        r"(?:字符|名称|密码)?长度(?:[ \t\x{a0}:：=，,]|为|是|在|从|应|介于|限制|限定|必须|需|须|范围|取值|可以|支持|要求)*{range}(?P<chars>{chars})?",
        r"(?:是|为|[，。；：:,;\s]|支持|包含|必须)({range}){chars}",
        r"(?:最大长度|最长|长度上限|长度最大|长度(?:[ \t:：]|限制|为|最多|必须)*(?:不超过|不大于|小于等于|不能超过|不得超过|最大|上限)|长度限制)(?:[ \t\x{a0}:：]|为|是|支持|不超过|不能超过)*(?P<most>{n})(?P<chars>{chars})?",
        r"(?:不超过|最多|不大于|小于等于|不能超过|不得超过|不可超过|至多|限制)(?:[ \t]|为|是|支持|包含|输入|填写|可|以|在)*(?P<most>{n}){chars}",
        r"{range}{letters}",
        r"(?i-u:\bup to|\bat most|\bmaximum of|\bcannot exceed|\bcan't exceed|\bnot exceed|\bno more than|\bmore than|\bwithin|\bmaximum length|\bmaximum|\blength limit|\blimited to)(?:[ \t:：]|(?-u:\b)(?:is|of the [a-z]+|of|in length of|a length of|of up to)(?-u:\b))*(?P<most>{n}){letters}",
        r"(?i-u:\bmaximum length|\blength limit)(?:[ \t:：]|(?-u:\b)(?:is|of)(?-u:\b))*(?P<most>{n})(?P<end>[.,;]|$)",
    ];

    /// The number of items, on the name's index letter.
    INDEXES ("范围", "取值", "values of", "value of", "range of", "values for", "value for", "range for", "n is", "n range", "n can", "n must", "m is", "x is", "m range", "x range", "m can", "x can", "m must", "x must") and DIGIT = [
        r"(?:^|[^A-Za-z])[NnMX]{sp}(?:的|代表的?)?(?:取值)?(?:范围|取值)(?:[ \t\x{a0}:：]|为|是|从)*{range}",
        r"(?:^|[^A-Za-z])[NnMX]{sp}表示[^，。]{0,10}(?:下标|序号|索引|编号)[，,](?:取值)?范围(?:[ \t\x{a0}:：]|为|是|从)*{range}",
        r"(?i-u:\bvalid values|\bvalue range|\bvalue|\brange) (?:of|for) [NnMX](?:[ \t\x{a0}:：]|(?-u:\b)(?:is|are|from)(?-u:\b))*{range}",
        r"(?-u:\b)[NnMX] (?i-u:is|ranges?|can be|must be)(?: an integer| a number)?(?: in the range of| from| within the range of)? {range}",
    ];

    /// The number of items, on a list.
    COUNTS ("最多", "上限", "不超过", "不能超过", "不得超过", "最大", "至多", "up to", "at most", "maximum", "no more than", "per request", "per call", "상한") and DIGIT = [
        r"(?:最多|上限|不超过|不能超过|不得超过|最大|至多)(?:[ \t\x{a0}:：]|一次|同时|只|仅|能|可以?|允许|支持|传入?|输入|指定|设置|填写?|配置|包含|添加|操作|查询|选择?|绑定|创建|长度|数量?|为|是)*(?P<most>{n}){sp}(?:个|条|台|块|项|张|组|对|种)(?P<rest>.)?",
        r"(?:数组)?(?:最大长度|长度上限|数量上限|个数上限|上限)(?:[ \t:：]|为|是)*(?P<most>{n})(?P<rest>.)?",
        r"(?i-u:\bup to|\bat most|\ba maximum of|\bno more than|\bmaximum)[ ](?P<most>{N})(?P<rest>[ ])(?:[A-Za-z-]+)",
        r"(?i-u:\b(?:upper limit|maximum(?: quantity| number)?)(?: of(?: [a-z]+){1,3})? (?:per|for each|in each) (?:request|call|query)(?: is)?)[ :：]+(?P<most>{N})(?P<rest>[.,;]|$)",
        r"最大(?P<most>{n})(?:つ|個|台)(?P<rest>.)?",
        r"(?:길이 )?상한은 (?P<most>{n})(?P<rest>.)?",
    ];

    /// What a unit stands behind. The unit itself is looked up in `units`.
    UNITS ("单位", "unit", "単位", "단위") = [
        r"单位(?:[ \t\x{a0}:：]|为|是|固定为)*(?P<unit>[^\s，。；,;：:）)]{1,24}|bit/s)",
        r"以(?P<unit>[^\s，。；,;：:）)为]{1,9})为单位",
        r"(?i-u:\bunits?)(?:[ ]?[:：]|[ ]is|[ ]are){sp}(?P<unit>[^\s，。；,;）)]{1,16})",
        r"単位(?:[ \t:：]|は)*(?P<unit>[^\s，。、；,;）)はでを]{1,8})",
        r"단위(?:[ \t:：]|는|은)*(?P<unit>[^\s，。；,;）).]{1,8})",
    ];
    /// Units of numbers without the word for it.
    NUMBER_UNITS ("(", "（", "in ") = [
        r"[（(]{sp}(?P<unit>[A-Za-zμ%][A-Za-z/μ]{0,15}|秒|分钟|小时|天|毫秒|字节){sp}[)）]",
        r"(?i-u:\b(?:in|measured in) (?P<unit>[A-Za-z]{1,12}))(?:[.,;:)]|$|\n|, )",
    ];

    /// A time format written out.
    FORMATS ("yyyy") = [r"(?P<format>[yY]{4}[-/]?MM[-/]?[dD]{2}(?:['’*]*(?:T|%20|[ _])?['’*]*[hH]{2}[:：]?[mM]{2}(?:[:：]?[sS]{2}(?:\.S+)?)?(?:['’*]*Z['’*]*|\+08:00|[+-]HH:mm)?)?)(?P<more>[A-Za-z*])?"];
    /// ISO 8601, base64, JSON by name.
    ISO_TIME ("iso") = [r"(?i-u:ISO[ ]?8601)|ISO 日期格式"];
    BASE64 ("base") = [r"(?i-u:base ?64)[^，。；,;\n]{0,6}(?:编码|加密|encod|형식|エンコ)|(?:编码|encod)[^，。；,;\n]{0,8}(?i-u:base ?64)"];
    JSON ("json") = [r"(?i-u:json)[ \t]?(?:格式|字符串|数组|串|对象|(?i-u:string|format|array|text))"];

    /// The described thing goes away. What follows `的` is another thing.
    DEPRECATED ("废", "弃用", "下线", "停用", "不再", "已删除", "旧参数", "作废", "过时", "失效", "兼容性", "deprecat", "obsolete", "discontinued", "disused", "no longer", "will be", "compatib", "廃止", "非推奨", "더 이상", "중단") = [
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
    REPLACEMENTS () = [
        r"(?:建议|请|推荐|可|改为|可以|尽量|统一)(?:您|是|直接|尽量|优先|采用)*(?:使用|切换到|切换为|切换至|改用|采用|用|传入?|参考|迁移到)[ \t]*(?:(?:最?新)?(?:的)?(?:接口|参数|字段|API)(?:名)?)?[ \t“\x22【]*(?P<use>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
        r"(?:替换|替代)(?:为|成)?[ \t]*(?:接口|参数|字段|API)?[ \t“\x22【]*(?P<use>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
        r"(?:已|将)?被[ \t]*(?P<use>[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)[ \t]*(?:替代|取代|代替)",
        r"(?i-u:\b(?:use|using|replaced (?:by|with)|switch to|call)) (?:the )?(?P<use>[A-Z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)",
    ];

    /// Needed, though the column says no.
    NEEDED ("必填", "必传", "必选", "必需", "必须", "为空", "需必", "required", "must", "必須", "필수") = [
        r"(?:必填|必传|必选|必需|必须(?:填写?|传入?|指定|设置|提供|传递|同时)|需要?必填|不能为空|不可为空)",
        r"(?i-u:\b(?:is|are|becomes?) required\b|\brequired (?:if|when|only|for)\b|\bmust be (?:specified|set|provided|passed)|\bmust (?:specify|set|provide))",
        r"必須(?:です|となり|である)|필수(?:입니다|이며)",
    ];
    /// One of several is needed.
    ONE_OF ("选一", "至少", "必须", "为空", "at least", "must", "need to") = [
        r"二选一|三选一|(?:至少|必须)(?:需要?)?(?:填写?|传入?|指定|设置|提供|选择?)[^，。；,;\n]{0,4}(?:一个|其一|之一|其中)|不能同时为空|不可同时为空",
        r"(?i-u:\bat least one of\b)[^.\n]{0,80}(?i-u:\b(?:must|required|specified))|(?i-u:\b(?:must|need to) (?:specify|set|provide) (?:either|one of|at least one))",
    ];
    /// The words of a condition.
    CONDITIONS () = [
        r"当(?:[^前天日地月年下中]|$)|若|如果|如需|假如|时|情况下|下必|仅|只有|则|为[^，。；,;\n]{1,20}(?:必填|必传)",
        r"(?i-u:\b(?:if|when|only|unless|in case)\b)",
        r"場合|때|경우",
    ];
    /// A condition on another parameter; not the parameter's own absence.
    CONDITIONAL () = [
        r"(?:^|[^应适相充])当(?:[^前天日地月年下中]|$)|若|如果|假如|(?:^|[^耗延用小超实定计按及同临准])时[，,：:]|(?:类型|模式|方式)下",
        r"(?i-u:\b(?:if|when|unless|in case)\b)",
        r"場合|경우",
    ];
    /// A case of another parameter. `超过容量时，…的策略` only tells what a parameter is for.
    CASES () = [
        r"(?:^|[^应适相充])当(?:[^前天日地月年下中]|$)|若|如果|假如|(?:取值|参数|=|类型|方式|模式)[^，,。\n]{0,30}时[，,：:]|(?:类型|模式|方式)下",
        r"(?i-u:\b(?:if|when|unless|in case)\b)",
        r"場合|경우",
    ];
    /// Its own absence is no condition.
    ABSENCE () = [
        r"不传|不填|不指定|不设置|不选|不写|不提供|未(?:传|填|指定|设置|提供|配置)|没有?(?:传|填|指定|设置|赋值)|为空|缺省|留空|空缺|省略",
        r"(?i-u:\bnot (?:specified|set|passed|provided|entered|filled|specif|given)|\bleft (?:blank|empty|unspecified)|\bempty\b|\bomit|\bunspecified|\bdo not (?:specify|set|pass)|\bnot be specified)",
        r"指定しない|入力しない|설정하지 않|입력하지 않|지정하지 않",
    ];

    /// May be null.
    NULLABLE ("可能返回", "null", "may return") = [
        r"可能返回{sp}[“‘’\x22']?(?:null|NULL|空)",
        r"(?i-u:\bmay return)[ ‘'“\x22]*null|(?i-u:\bnull means\b|\bmay be null\b)",
        r"null(?:を返す可能性|을 반환할 수)",
    ];

    /// Makes repeated requests one.
    IDEMPOTENT ("幂等", "idempoten", "冪等", "멱등") = [r"幂等", r"(?i-u:\bidempoten)", r"冪等|멱등"];

    /// Illustrations are no facts.
    EXAMPLES () = [
        r"例如|比如|示例|举例|形如|譬如|格式|样例|(?:^|[，。；、,\s])如[ \t：:“\x22]*$|类似|即可|(?:^|[（(])如",
        r"(?i-u:\be\.g\b|\bexamples?\b|\bsuch as\b|\bformat\b|\bfor instance\b)",
        r"たとえば|예를 들",
    ];

    /// What is said of an example is said of nothing else.
    ILLUSTRATIONS () = [
        r"例如|比如|譬如|(?i-u:\be\.g\b|\bfor example\b|\bfor instance\b)",
    ];

    /// The list goes on; it is not closed.
    OPEN () = [r"^{sp}(?:等(?:等|值|类型|[，。；,;）)\n]|$)|等$|\.\.\.|…|……|(?i-u:etc\b))"];

    /// How often an operation may be called.
    RATES ("次", "second", "minute", "hour", "day", "rate limit", "frequency", "回", "회", "초당") and DIGIT = [
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
    REGION_UNUSED () = [
        r"不需要传递|无需传递|不需要传|无需传入|不用传",
        r"(?i-u:not required|not needed|does not need|no need|not passed|not (?:be )?pass|need not|not necessary|unnecessary|doesn't need)",
        r"渡す必要(?:が|は)(?:ない|ありません)|不要|필요하지 않|필요가 없|필요 없",
    ];
    REGION_OPTIONAL () = [r"可选参数", r"(?i-u:\boptional\b)", r"任意|선택"];
    /// Only the regions that follow.
    REGION_ONLY () = [
        r"仅支持其中的?[:：]?{sp}(?P<only>[a-z0-9, 、，-]+)",
        r"(?i-u:only supports?|only the following)[^:：\n]{0,60}[:：]{sp}(?P<only>[a-z0-9, -]+)",
        r"のみ(?:を)?サポート[^:：\n]{0,10}[:：]{sp}(?P<only>[a-z0-9, 、-]+)|만 지원[^:：\n]{0,10}[:：]{sp}(?P<only2>[a-z0-9, -]+)",
    ];
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn all_patterns_compile() {
        for (name, set, count) in ALL {
            assert_eq!(
                set.patterns.len(),
                *count,
                "a pattern of {name} does not compile"
            );
        }
    }
}
