//! Text → SQL tree, with positions: full-width signs are read as their half-width twins, and nothing may follow.

use std::ops::Range;

use sqlparser::ast::Expr;
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer, Word};

/// A mistake in an expression; the span is in bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Range<usize>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A text and how places in its SQL tree map back to it.
pub(super) struct SourceText<'t> {
    text: &'t str,
    /// Byte offset of every character of every line.
    lines: Vec<Vec<usize>>,
}

/// Longer texts are no conditions.
const LENGTH: usize = 20_000;
/// Deeper trees are refused before they cost a stack.
const DEPTH: usize = 60;
/// A chain of operators is a tree as deep as it is long, which the parser does not count.
const OPERATORS: usize = 500;

/// What is said of trees that are too deep.
pub(super) const TOO_DEEP: &str = "条件套得太深，或连接得太长";
/// What to do about them.
pub(super) const SPLIT: &str = "把其中几部分写成指标（facts），再用指标的名称";

impl<'t> SourceText<'t> {
    /// A parser of a text.
    pub fn new(text: &'t str) -> Self {
        let mut lines = vec![Vec::new()];
        for (offset, c) in text.char_indices() {
            lines.last_mut().expect("begins with a line").push(offset);
            if c == '\n' {
                lines.push(Vec::new());
            }
        }
        Self { text, lines }
    }

    /// A mistake at a place of the tree.
    pub fn mistake(&self, span: Span, message: impl Into<String>, hint: Option<String>) -> Mistake {
        Mistake { message: message.into(), span: self.range(span), hint }
    }

    /// A mistake with its place narrowed to a word written out in it.
    pub fn narrowed(&self, mistake: Mistake, word: &str) -> Mistake {
        let quoted = format!("'{word}'");
        let Some(at) = self.text[mistake.span.clone()].find(&quoted) else { return mistake };
        let start = mistake.span.start + at;
        Mistake { span: start..start + quoted.len(), ..mistake }
    }

    fn range(&self, span: Span) -> Range<usize> {
        if span.start.line == 0 {
            return 0..self.text.len();
        }
        let start = self.offset(span.start);
        let end = self.offset(span.end).max(start);
        start..self.closed(start, end)
    }

    /// The end behind the brackets that are open at `end`: the parser's spans of calls leave them out.
    fn closed(&self, start: usize, end: usize) -> usize {
        let count = |signs: [char; 2]| self.text[start..end].matches(signs).count();
        let open = count(['(', '（']).saturating_sub(count([')', '）']));
        let brackets = self.text[end..].char_indices().take_while(|(_, c)| c.is_whitespace() || ")）".contains(*c));
        let ends = brackets.filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| end + at + c.len_utf8());
        ends.take(open).last().unwrap_or(end)
    }

    fn offset(&self, location: Location) -> usize {
        let index = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let line = self.lines.get(index(location.line));
        line.and_then(|line| line.get(index(location.column))).copied().unwrap_or_else(|| self.line_end(location.line))
    }

    fn line_end(&self, line: u64) -> usize {
        let next = usize::try_from(line).ok().and_then(|line| self.lines.get(line)).and_then(|line| line.first());
        next.copied().unwrap_or(self.text.len())
    }

    /// A mistake of the whole text.
    fn refused(&self, message: &str) -> Mistake {
        Mistake { message: message.to_owned(), span: 0..self.text.len(), hint: None }
    }

    fn too_deep(&self) -> Mistake {
        Mistake { hint: Some(SPLIT.to_owned()), ..self.refused(TOO_DEEP) }
    }

    /// Parses the text as one expression.
    pub fn parse(&self) -> Result<Expr, Mistake> {
        if self.text.len() > LENGTH {
            return Err(self.refused("条件太长"));
        }
        if self.text.trim().is_empty() {
            return Err(self.refused("条件是空的"));
        }
        let folded = fold(self.text);
        let dialect = GenericDialect {};
        let tokens = Tokenizer::new(&dialect, &folded).tokenize_with_location().map_err(|error| {
            let at = Span::new(error.location, error.location);
            let hint = "检查引号是否成对，运算符是否写对".to_owned();
            self.mistake(at, "这里有无法识别的字符", Some(hint))
        })?;
        if tokens.iter().filter(|token| is_operator(&token.token)).count() > OPERATORS {
            return Err(self.too_deep());
        }
        let tokens = tokens.into_iter().map(plain_word).collect();
        let mut parser = Parser::new(&dialect).with_recursion_limit(DEPTH).with_tokens_with_locations(tokens);
        let parsed = parser.parse_expr();
        let next = parser.peek_token();
        match (parsed, &next.token) {
            (Ok(expr), Token::EOF) => Ok(expr),
            (Ok(_), found) => {
                let hint =
                    two_signs(found).unwrap_or("前面已经是一个完整的条件；多个条件用 AND、OR 连接，名称不能以数字开头");
                Err(self.mistake(next.span, format!("多余的内容：{found}"), Some(hint.to_owned())))
            }
            (Err(ParserError::RecursionLimitExceeded), _) => Err(self.too_deep()),
            (Err(_), Token::EOF) => Err(Mistake {
                message: "条件没有写完".to_owned(),
                span: self.text.trim_end().len()..self.text.trim_end().len(),
                hint: Some("检查括号是否成对，运算符后面是否漏了内容".to_owned()),
            }),
            (Err(_), found) => {
                let hint = matches!(found, Token::Word(word) if word.keyword != Keyword::NoKeyword)
                    .then(|| "AND、OR、NOT、IN 写在两个条件或值之间，如 甲 > 0 AND 乙 > 0".to_owned());
                Err(self.mistake(next.span, format!("无法识别：{found}"), hint))
            }
        }
    }
}

/// Whether it joins what stands before it to what comes after.
fn is_operator(token: &Token) -> bool {
    match token {
        Token::Plus | Token::Minus | Token::Mul | Token::Div | Token::Mod | Token::StringConcat => true,
        Token::Eq | Token::Neq | Token::Lt | Token::Gt | Token::LtEq | Token::GtEq => true,
        Token::Word(word) => matches!(word.keyword, Keyword::AND | Keyword::OR),
        _ => false,
    }
}

/// `any` and `all` are functions here, not SQL's quantifiers of comparisons.
fn plain_word(token: TokenWithSpan) -> TokenWithSpan {
    match token.token {
        Token::Word(word) if matches!(word.keyword, Keyword::ANY | Keyword::ALL | Keyword::SOME) => {
            TokenWithSpan { token: Token::Word(Word { keyword: Keyword::NoKeyword, ..word }), span: token.span }
        }
        other => TokenWithSpan { token: other, span: token.span },
    }
}

/// How a sign is written that has no half-width twin.
fn two_signs(token: &Token) -> Option<&'static str> {
    match token.to_string().as_str() {
        "≥" => Some("大于等于写成 >="),
        "≤" => Some("小于等于写成 <="),
        "≠" => Some("不等于写成 <>"),
        _ => None,
    }
}

/// Signs outside quotes that have a half-width twin, one character for one, so that positions stay.
fn fold(text: &str) -> String {
    let mut quoted = false;
    let fold = |c: char| {
        let twin = match c {
            '‘' | '’' | '“' | '”' | '＇' | '＂' => '\'',
            '！'..='～' if !quoted => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '　' | '\u{a0}' if !quoted => ' ',
            '，' | '、' if !quoted => ',',
            _ => c,
        };
        quoted ^= twin == '\'';
        twin
    };
    text.chars().map(fold).collect()
}
